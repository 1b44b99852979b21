/** `npm run check-role -- --help` */
export const usage = `usage: npm run check-role -- --role-name NAME [options]

Says whether a role that exists will serve Session Manager and deliver its session logs, whoever made it, by everything
that decides: its policies, boundary, trust policy and instance profile; the session document; the bucket, its encryption,
key and policies, in another account too; the session key; the log group. It reads, with your credentials, and changes nothing.

  npm run check-role -- --role-name web-servers
  npm run check-role -- --role-name web-servers --profile production --region eu-west-1 --markdown
  npm run check-role -- --role-name web-servers --bucket org-session-logs --bucket-owner 444455556666 \\
      --verifier-role-name session-manager-role-verifier --verifier-external-id session-logs
  npm run check-role -- --print-policy --verifier-role-name session-manager-role-verifier

What sessions need is taken from these options, else from the session document, else from the role's own policies:
  --session-document NAME  default: SSM-SessionManagerRunShell, once somebody saved it in the Region; "" for none
  --bucket NAME, --prefix PREFIX, --bucket-owner ACCOUNT, --s3-kms-key-arn ARN, --log-group NAME, --kms-key-id KEY

What cannot be read from here:
  --verifier-role-name NAME, --verifier-external-id ID  a role in the bucket's and keys' accounts that may read there
  --organization-id ID     where you may not ask for it
  --context KEY=VALUE      what AWS sends and nobody here can know, as aws:SourceIp=10.0.0.1; again for a second value
  --context SERVICE/KEY=VALUE  the same of requests to s3, kms, logs, ssm or ssmmessages alone, as s3/aws:SourceVpce=vpce-1

  --profile NAME, --region REGION  default: as for the AWS CLI
  --json, --markdown       instead of text
  --print-policy           the rights that the check uses, as a policy

exit 0: ok, 1: broken, 2: cannot tell, 3: could not run`;
