import { sweep } from './sweep';

sweep(['rename']);
