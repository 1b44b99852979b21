import { sweep } from './sweep';

sweep(['create', 'create-by-document']);
