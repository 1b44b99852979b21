import { resolve } from '../../local/cloudformation/resolve';
import { asMap, loadTemplate, type Value, type Values } from '../../local/cloudformation/template';
import { deployed } from '../deployments';

/** A stack set as the administration template declares it. */
export interface StackSet {
  readonly regions: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly preferences: Values;
}

/** The stack sets of examples/organization/administration.yaml under these parameters. */
export function stackSets(parameters: Readonly<Record<string, string>>): { functions: StackSet; roles: StackSet } {
  const template = loadTemplate('examples/organization/administration.yaml');
  const deployment = { ...deployed(parameters), resources: { Functions: { StackSetId: 'session-manager-role:1' } } };
  const read = (logicalId: string): StackSet => {
    const properties = template.resources[logicalId]?.properties ?? null;
    const { OperationPreferences, Parameters, StackInstancesGroup } = asMap(
      resolve(properties, template, deployment),
      logicalId,
    );
    const given = list(Parameters).map((one) => asMap(one, 'Parameters'));
    const [group] = list(StackInstancesGroup).map((one) => asMap(one, 'StackInstancesGroup'));
    return {
      regions: list(group?.['Regions']).map(String),
      parameters: Object.fromEntries(
        given.map(({ ParameterKey, ParameterValue }) => [String(ParameterKey), String(ParameterValue)]),
      ),
      preferences: asMap(OperationPreferences, 'OperationPreferences'),
    };
  };
  return { functions: read('Functions'), roles: read('Roles') };
}

const list = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);

/** How one operation of a stack set ended, instance by instance. */
export interface Operation {
  readonly succeeded: number;
  readonly failed: readonly string[];
  readonly cancelled: number;
}

/**
 * One operation on instances in all accounts, as the preferences say:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSetOperationPreferences.html
 */
export async function operate(
  { regions, preferences }: StackSet,
  accounts: readonly string[],
  act: (account: string, region: string) => Promise<unknown>,
): Promise<Operation> {
  const tolerated = Math.floor((accounts.length * Number(preferences['FailureTolerancePercentage'])) / 100);
  const wanted = Number(preferences['MaxConcurrentCount']);
  const isSoft = preferences['ConcurrencyMode'] === 'SOFT_FAILURE_TOLERANCE';
  const atOnce = isSoft ? wanted : Math.min(wanted, tolerated + 1);
  const failed: string[] = [];
  let succeeded = 0;
  const inRegion = async (region: string) => {
    const waiting = [...accounts];
    let failures = 0;
    const work = async () => {
      for (let account = waiting.shift(); account !== undefined; account = waiting.shift()) {
        try {
          await act(account, region);
          succeeded += 1;
        } catch (error) {
          failed.push(`${account} ${region}: ${String(error)}`);
          failures += 1;
        }
        if (failures > tolerated) waiting.length = 0;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return failures <= tolerated;
  };
  if (preferences['RegionConcurrencyType'] === 'PARALLEL') await Promise.all(regions.map(inRegion));
  else for (const region of regions) if (!(await inRegion(region))) break;
  return { succeeded, failed, cancelled: accounts.length * regions.length - succeeded - failed.length };
}
