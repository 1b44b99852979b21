import { explain } from './explain/command';

const { code, out, err } = explain(process.argv.slice(2));
if (out !== '') console.log(out);
if (err !== '') console.error(err);
process.exitCode = code;
