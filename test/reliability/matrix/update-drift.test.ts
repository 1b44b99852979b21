import { sweep } from './sweep';

sweep(['update-drift']);
