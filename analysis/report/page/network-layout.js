// Where hosts and links of a network stand: clients at the left, servers at the right, routers
// between them.

export const SIZE = {width: 900, host: {width: 136, height: 40}};
const MOST_HOSTS = 60;
const ROW = 78;

/** The hosts that are drawn: those of the run first, then others as long as there is room. */
function drawnHosts(scenario, named) {
  const first = scenario.hosts.filter(host => named.has(host.name) || host.role === "router");
  const rest = scenario.hosts.filter(host => !first.includes(host));
  return [...first, ...rest].slice(0, MOST_HOSTS);
}

function column(hosts, x, height) {
  return hosts.map((host, i) => ({...host, x, y: (i + 0.5) * height / hosts.length}));
}

/** Many routers stand in a ring, a few in a column. */
function middle(hosts, height) {
  if (hosts.length <= 4) {
    return column(hosts, SIZE.width / 2, height);
  }
  return hosts.map((host, i) => {
    const angle = 2 * Math.PI * i / hosts.length - Math.PI / 2;
    return {...host, x: SIZE.width / 2 + 150 * Math.cos(angle), y: height / 2 + (height / 2 - 40) * Math.sin(angle)};
  });
}

/** From one host to another; within a column it bows outwards, so that no host is in its way. */
function pathOf(a, b) {
  if (a.x !== b.x) {
    return {d: `M${a.x} ${a.y}L${b.x} ${b.y}`, label: labelPlace(a, b, 0)};
  }
  const bow = (a.x < SIZE.width / 2 ? -1 : 1) * (110 + Math.abs(a.y - b.y) * 0.2);
  return {d: `M${a.x} ${a.y}C${a.x + bow} ${a.y} ${b.x + bow} ${b.y} ${b.x} ${b.y}`, label: labelPlace(a, b, bow * 0.86)};
}

function labelPlace(a, b, aside) {
  return {x: (a.x + b.x) / 2 + aside, y: (a.y + b.y) / 2};
}

/** {hosts: [{name, role, region, x, y}], links: [{..., key, d, label}], height, left} */
export function layout(scenario, named) {
  const hosts = drawnHosts(scenario, named);
  const of = role => hosts.filter(host => host.role === role);
  const most = Math.max(of("client").length, of("server").length, of("router").length / 2, 3);
  const height = Math.min(most * ROW, 1400);
  const placed = [...column(of("client"), 90, height), ...middle(of("router"), height),
                  ...column(of("server"), SIZE.width - 210, height)];
  const byName = new Map(placed.map(host => [host.name, host]));
  const links = scenario.links.filter(link => link.between.every(name => byName.has(name)))
    .map(link => ({...link, key: link.between.join("-"), ...pathOf(...link.between.map(name => byName.get(name)))}));
  return {hosts: placed, links, height, left: scenario.hosts.length - placed.length};
}

/** The links from one host to another with the least delay; only routers pass on. */
export function routeBetween(scenario, from, to) {
  const roles = new Map(scenario.hosts.map(host => [host.name, host.role]));
  const best = new Map([[from, {delay: 0, links: []}]]);
  const open = [from];
  while (open.length > 0) {
    open.sort((a, b) => best.get(a).delay - best.get(b).delay);
    const name = open.shift();
    if (name === to) {
      break;
    }
    if (name !== from && roles.get(name) !== "router") {
      continue;
    }
    for (const link of scenario.links.filter(one => one.between.includes(name))) {
      const next = link.between[0] === name ? link.between[1] : link.between[0];
      const delay = best.get(name).delay + link.delay_ns;
      if (!best.has(next) || delay < best.get(next).delay) {
        best.set(next, {delay, links: [...best.get(name).links, link.between.join("-")]});
        open.push(next);
      }
    }
  }
  return best.get(to)?.links ?? [];
}
