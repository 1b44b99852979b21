import type { DocumentType } from '@aws-sdk/client-ssm';
import { AwsError } from '../../handler/aws/aws-error';
import { required, type Scope, type Services, validationError } from './service';
import type { SessionDocument, World } from './world';

/** Documents of the caller's account, of AWS, and of whoever shares them. */
export const documents = {
  'ssm:GetDocument'(world, scope, input, now) {
    const name = required(input.Name, 'name');
    if (!/^[a-zA-Z0-9_\-.:/]{3,128}$/.test(name)) throw validationError(`Value '${name}' at 'name'`);
    const document = documentNamed(world, scope, name);
    if (!document) throw new AwsError('InvalidDocument', 400, `Document with name ${name} does not exist.`);
    const { DocumentVersion = '$DEFAULT', VersionName } = input;
    if (!['$DEFAULT', '$LATEST', '1'].includes(DocumentVersion) || VersionName !== undefined) {
      throw new AwsError('InvalidDocumentVersion', 400, `${name} has no such version`);
    }
    return {
      // A document of another account is known by its ARN alone.
      Name: document.owner === scope.account ? document.name : name,
      CreatedDate: new Date(now),
      DocumentVersion: '1',
      Status: 'Active',
      Content: document.content,
      // The world keeps the type as text; the SDK has it as an enumeration.
      DocumentType: document.documentType as DocumentType,
      // What is valid JSON is valid YAML too.
      DocumentFormat: input.DocumentFormat ?? 'JSON',
    };
  },
} satisfies Partial<Services>;

/** The ARN that a request for a document is authorised on, whether or not there is such a document. */
export function documentArn(world: World, scope: Scope, name: string): string {
  if (name.startsWith('arn:')) return name;
  // AWS's own documents have no account: https://github.com/awsdocs/aws-systems-manager-user-guide/pull/185
  const owner = documentNamed(world, scope, name)?.owner === 'aws' ? '' : scope.account;
  return `arn:${world.partition}:ssm:${scope.region}:${owner}:document/${name}`;
}

/** A name is the caller's own or AWS's, never one that is only shared: https://github.com/aws/aws-cli/issues/7712 */
function documentNamed(world: World, { account, region }: Scope, name: string): SessionDocument | undefined {
  const prefix = new RegExp(`^arn:${world.partition}:ssm:${region}:(\\d{12})?:document/`);
  const [whole, owner] = prefix.exec(name) ?? [];
  const of = (id: string) => world.accounts[id]?.documents[`${region}/${name.slice(whole?.length ?? 0)}`];
  if (whole === undefined) return of(account) ?? of('aws');
  const document = of(owner ?? 'aws');
  const readers = [document?.owner, ...(document?.sharedWith ?? [])];
  return owner === undefined || readers.includes(account) || readers.includes('all') ? document : undefined;
}
