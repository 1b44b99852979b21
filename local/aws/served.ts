import type { Issued } from '../../handler/aws/call';
import { type Clients, clients, type Operation, operations } from '../../handler/aws/operations';
import { watchClients, watchOperations } from '../../handler/aws/watch-operations';

/** What either function can issue, which is all that the local AWS serves. */
export const served: Issued & {
  readonly operations: { readonly [O in Operation]: { readonly name: string } };
  readonly clients: Clients;
} = { operations: { ...operations, ...watchOperations }, clients: { ...clients, ...watchClients } };
