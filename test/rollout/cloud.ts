import { handle } from '../../handler/handle';
import { all, type Hooks } from '../../local/aws/hooks';
import { localCall } from '../../local/aws/port';
import type { World } from '../../local/aws/world';
import { createAnswers } from '../../local/cloudformation/answers';
import { type DeployedTemplate, deployTemplate } from '../../local/cloudformation/deployed-template';
import { createDriver, type Driver } from '../../local/cloudformation/driver';
import { type InProcess, inProcess } from '../../local/cloudformation/in-process';
import { loadTemplate, type Template } from '../../local/cloudformation/template';
import { type DeploymentPlace, deploy } from '../../local/deploy';
import { type VirtualClock, virtualClock } from '../local/cloudformation/virtual-clock';
import { settingsOf } from '../settings';

/** A world of many accounts on one clock, in each of which the function may be deployed. */
export interface Cloud {
  readonly world: World;
  readonly clock: VirtualClock;
  /** Deploys the function, as template.yaml or the member template says. */
  readonly deployFunction: (place: DeploymentPlace, template?: Template) => Member;
  /** Awaits work and everything that it sets off. */
  readonly play: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** The function in one account and Region, with the CloudFormation there. */
export interface Member {
  readonly account: string;
  readonly region: string;
  readonly driver: Driver;
  /** Deploys a template that imports the function's ServiceToken. */
  readonly deployStack: (
    stackName: string,
    path: string,
    parameters?: Readonly<Record<string, string>>,
  ) => Promise<DeployedTemplate>;
}

export interface CloudOptions {
  /** Milliseconds of each call. */
  readonly latency?: number;
  readonly hooks?: Hooks;
}

const SECONDS = 300;
const RESERVE = 10_000;

export function openCloud(world: World, { latency = 0, hooks = {} }: CloudOptions, clock = virtualClock()): Cloud {
  const pause = () => (latency === 0 ? Promise.resolve() : clock.sleep(latency / 2));
  const around = all({ before: pause, after: pause }, hooks);
  const queues: InProcess[] = [];
  const templates = new Map<string, Template>();
  const templateAt = (path: string) => {
    const template = templates.get(path) ?? loadTemplate(path);
    templates.set(path, template);
    return template;
  };
  const deployFunction = (place: DeploymentPlace, template = templateAt('template.yaml')): Member => {
    const { account, region } = place;
    const { main } = deploy(world, place, template);
    const settings = settingsOf(main.environment, main.arn);
    const answers = createAnswers({ origin: originIn(region), clock });
    const respond = async (url: string, text: string) => {
      const body = Buffer.from(text);
      const outcome = answers.put({ url, contentType: '', contentLength: body.length, body });
      if (typeof outcome === 'string' || outcome.status !== 200) throw new Error('Cannot answer CloudFormation');
    };
    const call = localCall(world, { role: main.accessKeyId, now: clock.now, hooks: around });
    const invoke = (event: unknown) => {
      const deadline = clock.now() + SECONDS * 1000 - RESERVE;
      return handle(event, { call, respond, settings, log: () => undefined, clock: { ...clock, deadline } });
    };
    const queue = inProcess({ [main.arn]: invoke }, { clock });
    queues.push(queue);
    const driver = createDriver({ world, account, region, clock, deliver: queue.deliver, answers });
    const exports = { SessionManagerRoleServiceToken: main.arn };
    const deployStack: Member['deployStack'] = (stackName, path, parameters = {}) => {
      const stackId = `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/1`;
      const pseudo = { partition: world.partition, accountId: account, region, stackName, stackId };
      return deployTemplate(templateAt(path), { world, parameters, pseudo, exports }, driver);
    };
    return { account, region, driver, deployStack };
  };
  const play = async <Result>(work: () => Promise<Result>) => {
    const result = await clock.run(work());
    await clock.run(Promise.all(queues.map((queue) => queue.idle())));
    return result;
  };
  return { world, clock, deployFunction, play };
}

const originIn = (region: string) =>
  `https://cloudformation-custom-resource-response-${region.replaceAll('-', '')}.s3.${region}.amazonaws.com`;
