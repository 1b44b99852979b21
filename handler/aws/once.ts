import type { Writing } from './converge';
import type { Call, Caller, Input, Operation, Output } from './operations';

/** Asks nothing twice of the same caller: what several look for is read once, and is the same to all of them. */
export function once(call: Call): Call {
  const kept = new Map<string, Promise<unknown>>();
  return <O extends Operation>(operation: O, input: Input<O>, caller: Caller) => {
    const key = JSON.stringify([operation, input, caller.region, caller.credentials?.accessKeyId]);
    const answer = kept.get(key) ?? call(operation, input, caller);
    kept.set(key, answer);
    // What the key names decides the type, which a map cannot carry along.
    return answer as Promise<Output<O>>;
  };
}

/** Asks nothing twice until something is written. */
export function onceBetweenWrites({ read, write, ...rest }: Writing): Writing {
  let look = once(read);
  return {
    ...rest,
    read: (operation, input, caller) => look(operation, input, caller),
    write: (operation, input, caller) => {
      look = once(read);
      return write(operation, input, caller);
    },
  };
}
