import type { GrantOperation } from '@aws-sdk/client-kms';
import { createGrant, createSessionDocument } from '../../../local/aws/create';
import { type Ask, account, type Fixture, region } from './script';

interface GrantFixture {
  readonly key: string;
  readonly grantee: string;
  readonly operations: GrantOperation[];
  readonly subset?: Readonly<Record<string, string>>;
  readonly retiring?: string;
}

/** A grant on a key, whose id the side chooses: scripts say `<name>`, which is its name too. */
export function grant(name: string, { key, grantee, operations, subset, retiring }: GrantFixture): Fixture {
  return {
    kind: 'fixture',
    ours: (world, bound) => {
      const optional = { ...(subset && { encryptionContextSubset: subset }), ...(retiring && { retiring }) };
      const keyArn = `arn:aws:kms:${region}:${account}:key/${bound[key]}`;
      return { [name]: createGrant(world, keyArn, { name, grantee, operations, ...optional }).id };
    },
    theirs: async (ask, bound) => {
      const named = { KeyId: bound[key], Name: name, GranteePrincipal: grantee, Operations: operations };
      const optional = {
        ...(subset && { Constraints: { EncryptionContextSubset: subset } }),
        ...(retiring && { RetiringPrincipal: retiring }),
      };
      const { GrantId } = await ask(account, 'kms', 'CreateGrant', { ...named, ...optional });
      return { [name]: String(GrantId) };
    },
  };
}

/** A session document, shared perhaps; a peer that has no documents refuses every step as it refuses this. */
export function sessionDocument(name: string, content: object, owner = account, sharedWith: string[] = []): Fixture {
  return {
    kind: 'fixture',
    ours: (world) => {
      createSessionDocument(world, { owner, region, name, content, sharedWith });
      return {};
    },
    theirs: async (ask) => {
      const created = { Name: name, Content: JSON.stringify(content), DocumentType: 'Session', DocumentFormat: 'JSON' };
      const shared = { Name: name, PermissionType: 'Share', AccountIdsToAdd: sharedWith };
      await whereServed(ask(owner, 'ssm', 'CreateDocument', created));
      if (sharedWith.length > 0) await whereServed(ask(owner, 'ssm', 'ModifyDocumentPermission', shared));
      return {};
    },
  };
}

/** An organisation of the calling account, whose id the side chooses: scripts say `<organization>`. */
export function organizationOfItsOwn(): Fixture {
  return {
    kind: 'fixture',
    ours: (world) => {
      const organizationId = 'o-a1b2c3d4e5';
      Object.assign(world.accounts[account] ?? {}, { organizationId });
      return { organization: organizationId };
    },
    theirs: async (ask) => {
      await whereServed(ask(account, 'organizations', 'CreateOrganization', { FeatureSet: 'ALL' }));
      const { Organization } = await ask(account, 'organizations', 'DescribeOrganization', {});
      return { organization: String(Object(Organization)['Id']) };
    },
  };
}

/** Whether ministack serves an operation is said by the steps, which are compared. */
async function whereServed(asked: ReturnType<Ask>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof Error) || !/was refused: (InvalidAction|UnknownOperation)/.test(error.message)) throw error;
  }
}
