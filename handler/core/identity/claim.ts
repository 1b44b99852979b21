import type { Problem } from '../request/problem';
import type { Names } from './names';
import type { Found, ObservedIdentity } from './observed';
import { adoptionTag, type Owner, ownershipOf } from './ownership';

/** Why the names cannot be taken: what bears them already, whose it is, and how its owner hands it over. */
export function claimProblems(names: Names, owner: Owner, observed: ObservedIdentity): readonly Problem[] {
  return kinds.flatMap((kind) => [
    ...foreign(kind, names, owner, observed[kind.member]),
    ...misplaced(kind, names, observed[kind.member]),
  ]);
}

interface Kind {
  readonly noun: string;
  readonly member: keyof ObservedIdentity;
  readonly arn: keyof Names;
  readonly tagCommand: (names: Names) => string;
}

const kinds: readonly Kind[] = [
  {
    noun: 'role',
    member: 'role',
    arn: 'roleArn',
    tagCommand: ({ name }) => `aws iam tag-role --role-name ${name}`,
  },
  {
    noun: 'policy',
    member: 'policy',
    arn: 'policyArn',
    tagCommand: ({ policyArn }) => `aws iam tag-policy --policy-arn ${quoted(policyArn)}`,
  },
  {
    noun: 'instance profile',
    member: 'instanceProfile',
    arn: 'instanceProfileArn',
    tagCommand: ({ name }) => `aws iam tag-instance-profile --instance-profile-name ${name}`,
  },
];

// A path may hold what a shell obeys, and whoever hands a thing over may do more than whoever chose the path.
function quoted(argument: string): string {
  return /^[\w+=,.@:/-]*$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

type Tagged = Found<{ readonly arn: string; readonly tags: ObservedTags }>;
type ObservedTags = Parameters<typeof ownershipOf>[0];

function foreign(kind: Kind, names: Names, owner: Owner, found: Tagged): readonly Problem[] {
  if (found.state === 'absent') return [];
  const ownership = ownershipOf(found.value.tags, owner);
  if (ownership.is !== 'foreign') return [];
  const { Key, Value } = adoptionTag(owner);
  const command = `${kind.tagCommand(names)} --tags Key=${Key},Value=${Value}`;
  const message = `The ${kind.noun} ${found.value.arn} exists and belongs to ${ownership.owner}: choose another name, or hand it over with: ${command}`;
  return [{ path: 'ResourceProperties.RoleName', message }];
}

function misplaced(kind: Kind, names: Names, found: Tagged): readonly Problem[] {
  if (found.state === 'absent' || found.value.arn === names[kind.arn]) return [];
  const message = `The ${kind.noun} ${found.value.arn} exists under another path: IAM cannot move it, and names are unique whatever the path: choose another RoleName as well`;
  return [{ path: 'ResourceProperties.Path', message }];
}
