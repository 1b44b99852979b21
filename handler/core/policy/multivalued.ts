/** Whether a request may have several values of this key at once: "Multivalued context keys require a condition set operator". */
export const isMultivalued = (key: string) => MULTIVALUED.has(key.toLowerCase());

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
const MULTIVALUED = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
  'kms:encryptioncontextkeys',
  'kms:resourcealiases',
  's3:requestobjecttagkeys',
]);
