/** How whatever is secret here can be known: the query of a ResponseURL, a signature, the credentials of a session. */
const secrets: Readonly<Record<string, RegExp>> = {
  'the query of a ResponseURL': /X-Amz-(?!Bucket)/i,
  'a signature': /\b[0-9a-f]{64}\b/,
  'a secret access key': /secret-of-/,
  'a session token': /token-of-/,
};

/** What is secret in something that was said. */
export function secretsIn(...said: readonly unknown[]): readonly string[] {
  const text = JSON.stringify(said);
  return Object.entries(secrets).flatMap(([name, mark]) => (mark.test(text) ? [name] : []));
}

export function expectNoSecrets(...said: readonly unknown[]): void {
  for (const one of said.flat()) expect({ one, tells: secretsIn(one) }).toEqual({ one, tells: [] });
}
