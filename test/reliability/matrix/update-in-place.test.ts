import { sweep } from './sweep';

sweep(['update-in-place']);
