import type { Call, Caller, Input, Operation, Output } from './operations';

/** Asks nothing twice of the same caller that was answered; what failed may fail for one who asks alone, and is asked again. */
export function onceAnswered(call: Call): Call {
  const kept = new Map<string, Promise<unknown>>();
  return <O extends Operation>(operation: O, input: Input<O>, caller: Caller) => {
    // What is about one role no other asks for.
    if ('RoleName' in input) return call(operation, input, caller);
    const key = JSON.stringify([operation, input, caller.region, caller.credentials?.accessKeyId]);
    const answer = kept.get(key) ?? call(operation, input, caller);
    kept.set(key, answer);
    answer.catch(() => kept.delete(key));
    // What the key names decides the type, which a map cannot carry along.
    return answer as Promise<Output<O>>;
  };
}
