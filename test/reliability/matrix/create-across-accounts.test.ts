import { sweep } from './sweep';

sweep(['create-across-accounts']);
