// A mail server of somebody else's making: port, user and password; says its port, then each mail that it took, a line of JSON each.
import { SMTPServer } from 'smtp-server';

const [port, user, password] = process.argv.slice(2);
const server = new SMTPServer({
  allowInsecureAuth: true,
  authMethods: ['PLAIN', 'LOGIN'],
  onAuth: (auth, _, done) => auth.username === user && auth.password === password ? done(null, { user }) : done(new Error('Invalid username or password')),
  onRcptTo: (address, _, done) => address.address.startsWith('nobody@') ? done(Object.assign(new Error('No such user'), { responseCode: 550 })) : done(),
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', () => {
      console.log(JSON.stringify({ to: session.envelope.rcptTo.map(one => one.address), raw: Buffer.concat(parts).toString('base64') }));
      done();
    });
  },
});
server.listen(Number(port), '127.0.0.1', () => console.log(JSON.stringify({ port: server.server.address().port })));
process.stdin.on('end', () => process.exit());
process.stdin.resume();
