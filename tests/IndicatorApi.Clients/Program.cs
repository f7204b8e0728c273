using IndicatorApi.Clients;

// Which journey, the server's address, a key of an administrator, and the file of rules.
var (journey, address, key, rules) = (args[0], new Uri(args[1]), args[2], args[3]);
switch (journey)
{
    case "officer": await Officer.RunAsync(address, key); break;
    case "kiota-rules": await KiotaRules.RunAsync(address, key, rules); break;
    case "nswag-rules": await NSwagRules.RunAsync(address, key, rules); break;
    default: throw new ArgumentException($"There is no journey '{journey}'.");
}
Console.WriteLine("arrived");
