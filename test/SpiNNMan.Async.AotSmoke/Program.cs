// Compiled ahead of time and trimmed: does the library still work? Exits with 0 if it does.
using SpiNNMan.Async.AotSmoke;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Wire.Scp.Chips;

const uint Address = 0x6000_0000;

if (!EmulatedCore.Works())
{
    Console.Error.WriteLine("An emulated core computed something else.");
    return 1;
}

using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
if (!await LiveData.WorksAsync(limit.Token))
{
    Console.Error.WriteLine("The events that came out are not those that went in.");
    return 1;
}

await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);
await using ScampConnection scamp = await ScampConnection.ConnectAsync(machine.Boards[0].EndPoint);

VersionInfo version = await scamp.GetVersionAsync();
Console.WriteLine(version);

// Through the interface as well: the other way a request is dispatched.
ChipSummaryInfo chip = await scamp.ExecuteAsync(new GetChipInfo(new ChipLocation(3, 4)));
Console.WriteLine($"{chip.CoreCount} cores on {new ChipLocation(3, 4)}");

byte[] written = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];
await scamp.WriteMemoryAsync(new ChipLocation(1, 1), Address, written);
byte[] read = await scamp.ReadMemoryAsync(new ChipLocation(1, 1), Address, written.Length);
if (!read.AsSpan().SequenceEqual(written))
{
    Console.Error.WriteLine("What was read is not what was written.");
    return 1;
}

// Lost datagrams take the way through Polly.
machine.Faults = new() { Ingress = new() { Loss = 0.2 }, Egress = new() { Loss = 0.2 } };
byte[] again = await scamp.ReadMemoryAsync(new ChipLocation(1, 1), Address, written.Length);
Console.WriteLine($"{scamp.Statistics.Sent} requests, {scamp.Statistics.Resent} resent");
return again.AsSpan().SequenceEqual(written) ? 0 : 1;
