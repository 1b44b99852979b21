import { sweep } from './sweep';

sweep(['delete', 'delete-by-force']);
