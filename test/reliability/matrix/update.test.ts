import { sweep } from './sweep';

sweep(['update-unchanged', 'update-policy']);
