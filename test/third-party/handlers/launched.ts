import { join, resolve } from 'node:path';
import { theirs } from '../runtime/clients';
import { npmFolder, python } from '../tools';
import type { Launched } from './stage';

/** A handler on crhelper, under Lambda's client for Python. */
export function crhelper(authorityFile: string, environment: Launched['environment'] = { ARTICLE: 'The' }): Launched {
  return {
    bundleFile: resolve(__dirname, 'crhelper/handler.py'),
    runtime: { command: python('aws'), args: ['-m', 'awslambdaric', 'handler.handler'] },
    environment: { ...environment, SSL_CERT_FILE: authorityFile, PYTHONDONTWRITEBYTECODE: '1' },
  };
}

/** A handler on cfn-custom-resource, under Lambda's client for Node.js. */
export function cfnCustomResource(authorityFile: string, port: string): Launched {
  // The library leaves the port of a ResponseURL out, and would knock at 443.
  const knock = `data:text/javascript,import{globalAgent}from'node:https';globalAgent.defaultPort=${port}`;
  return {
    bundleFile: resolve(__dirname, 'cfn-custom-resource/handler.js'),
    runtime: { ...theirs, args: ['--import', knock, ...theirs.args] },
    environment: { NODE_PATH: join(npmFolder, 'node_modules'), NODE_EXTRA_CA_CERTS: authorityFile },
  };
}
