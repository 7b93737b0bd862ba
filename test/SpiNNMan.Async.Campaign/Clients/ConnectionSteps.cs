using SpiNNMan.Async.Campaign.Plans;
using SpiNNMan.Async.Campaign.Worlds;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Scp;
using SpiNNMan.Async.Wire.Scp.Chips;
using SpiNNMan.Async.Wire.Scp.Memory;
using SpiNNMan.Async.Wire.Scp.Routing;
using SpiNNMan.Async.Wire.Sdp;

namespace SpiNNMan.Async.Campaign.Clients;

/// <summary>What callers do with a connection.</summary>
internal sealed class ConnectionSteps(World world, ScampConnection connection, ScampConnectionOptions options)
{
    private const byte ApplicationId = 30;

    private static readonly ChipLocation[] s_chips = [new(0, 0), new(1, 0), new(0, 1), new(1, 1)];

    private int _writes;

    private CallTerms One => new() { Promise = options.GiveUpAfter, CountsFromLastAnswer = true, Patience = 2 * options.MaxTimeout };

    public async Task RunCallerAsync(IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
        {
            if (step.Think > TimeSpan.Zero)
                await Task.Delay(step.Think, world.Client);

            await PerformAsync(step);
            if (world.IsTraced)
                world.Trace($"{connection.Statistics.InFlight} in flight, {connection.Statistics.Queued} wait, window {connection.Statistics.Window}");
        }
    }

    /// <summary>One request, whose reply says whose it is.</summary>
    public async Task ReadSmallAsync(string name, Random random, TimeSpan? cancelAfter, TimeSpan? promise = null)
    {
        ChipLocation chip = s_chips[random.Next(s_chips.Length)];
        uint address = Patterns.Start + (uint)(4 * random.Next((Patterns.Size / 4) - 64));
        int length = random.Next(1, 257);
        TimeSpan start = world.Now;
        CallTerms terms = promise is { } limit && world.IsUndisturbedSince(start) && options.GiveUpAfter > limit ? new CallTerms { Promise = limit } : One;
        CallOutcome<byte[]> read = await world.Calls.MakeAsync(name, terms, cancelAfter, async token => await connection.ReadMemoryAsync(chip, address, length, token));
        Check(name, start, read, Patterns.Make(chip, address, length));
    }

    private async Task PerformAsync(Step step)
    {
        var random = new Random(step.Seed);
        ChipLocation chip = s_chips[random.Next(s_chips.Length)];
        switch (step.Kind)
        {
            case StepKind.ReadSmall:
                await ReadSmallAsync("ReadMemoryAsync of one piece", random, step.CancelAfter);
                break;
            case StepKind.ReadLarge:
                await ReadLargeAsync(chip, random, step.CancelAfter, progress: null);
                break;
            case StepKind.ProgressThrows:
                await ReadLargeAsync(chip, random, step.CancelAfter, new UserProgress<TransferProgress>(world, step.Seed));
                break;
            case StepKind.WriteAndRead:
                await WriteAndReadAsync(chip, random, step.CancelAfter);
                break;
            case StepKind.ReadWord:
                uint address = Patterns.Start + (uint)(4 * random.Next(Patterns.Size / 4));
                TimeSpan start = world.Now;
                CallOutcome<uint> word = await world.Calls.MakeAsync("ReadWordAsync", One, step.CancelAfter, async token => await connection.ReadWordAsync(chip, address, token));
                if (word.IsOk && word.Value != Patterns.Word(chip, address) && !IsGarbled(start))
                    world.Report(new Finding(FindingKind.WrongReply, "ReadWordAsync", $"{word.Value:X8} from {address:X8} of {chip}"));

                break;
            case StepKind.Version:
                await VersionAsync(chip, step.CancelAfter);
                break;
            case StepKind.ChipInfo:
                await world.Calls.MakeAsync("GetChipInfoAsync", One, step.CancelAfter, async token => await connection.GetChipInfoAsync(chip, token));
                break;
            case StepKind.Tag:
                byte tag = (byte)random.Next(8);
                await world.Calls.MakeAsync(
                    "SetIPTagAsync", One, step.CancelAfter, async token => await connection.SetIPTagAsync(tag, new(World.ClientAddress, 4000), cancellationToken: token));
                await world.Calls.MakeAsync("GetIPTagAsync", One, step.CancelAfter, async token => await connection.GetIPTagAsync(tag, token));
                await world.Calls.MakeAsync("ClearIPTagAsync", One, step.CancelAfter, async token => await connection.ClearIPTagAsync(tag, token));
                break;
            case StepKind.Allocate:
                await AllocateAsync(chip, random, step.CancelAfter);
                break;
            case StepKind.Led:
                await world.Calls.MakeAsync(
                    "SetLed", One, step.CancelAfter, async token => await connection.ExecuteAsync(new SetLed(chip, [(random.Next(4), (LedAction)random.Next(1, 4))]), token));
                break;
            case StepKind.Receive:
                await ReceiveAsync(random, step.CancelAfter);
                break;
            case StepKind.OwnRequests:
                await SendOwnAsync(random);
                break;
        }
    }

    private async Task ReadLargeAsync(ChipLocation chip, Random random, TimeSpan? cancelAfter, IProgress<TransferProgress>? progress)
    {
        int length = random.Next(257, 8192);
        uint address = Patterns.Start + (uint)(4 * random.Next((Patterns.Size - 8192) / 4));
        TimeSpan start = world.Now;
        string name = progress is null ? "ReadMemoryAsync of many pieces" : "ReadMemoryAsync with progress that fails";
        var bytes = new byte[length];
        CallOutcome<bool> read = await world.Calls.MakeAsync(
            name, new CallTerms { MayThrowUsers = progress is not null }, cancelAfter, async token => await connection.ReadMemoryAsync(chip, address, bytes, progress, token));
        Check(name, start, new CallOutcome<byte[]>(bytes, read.Error), Patterns.Make(chip, address, length));
    }

    private async Task WriteAndReadAsync(ChipLocation chip, Random random, TimeSpan? cancelAfter)
    {
        var data = new byte[random.Next(1, 3000)];
        random.NextBytes(data);
        uint address = Patterns.Free + (uint)(4096 * (Interlocked.Increment(ref _writes) - 1));
        TimeSpan start = world.Now;
        CallOutcome<bool> written = await world.Calls.MakeAsync(
            "WriteMemoryAsync", CallTerms.Open, cancelAfter, async token => await connection.WriteMemoryAsync(chip, address, data, cancellationToken: token));
        if (!written.IsOk)
            return;

        CallOutcome<byte[]> read = await world.Calls.MakeAsync("ReadMemoryAsync", CallTerms.Open, null, async token => await connection.ReadMemoryAsync(chip, address, data.Length, token));
        Check("WriteMemoryAsync and ReadMemoryAsync", start, read, data);
    }

    private async Task VersionAsync(ChipLocation chip, TimeSpan? cancelAfter)
    {
        TimeSpan start = world.Now;
        CallOutcome<VersionInfo> version = await world.Calls.MakeAsync(
            "GetVersionAsync", One, cancelAfter, async token => await connection.GetVersionAsync(new CoreLocation(chip, 0), token));
        if (version.IsOk && version.Value.Core.Chip != chip && !IsGarbled(start))
            world.Report(new Finding(FindingKind.WrongReply, "GetVersionAsync", $"{version.Value.Core} instead of {chip}"));
    }

    private async Task AllocateAsync(ChipLocation chip, Random random, TimeSpan? cancelAfter)
    {
        TimeSpan start = world.Now;
        int generation = world.Generation;
        uint size = (uint)(4 * random.Next(1, 5000));
        byte tag = (byte)(random.Next(3) == 0 ? random.Next(1, 256) : 0);
        CallTerms terms = One with { MayBeRefused = true };
        CallOutcome<uint> block = await world.Calls.MakeAsync(
            "SdramAllocate", terms, cancelAfter, async token => await connection.ExecuteAsync(new SdramAllocate(chip, ApplicationId, size, tag == 0 ? null : tag), token));
        CheckReport("SdramAllocate", block.Error, tag == 0);

        // An address that was changed on the way is not the caller's to free: the board would believe it.
        if (!block.IsOk || block.Value == 0 || IsGarbled(start) || world.Generation != generation)
            return;

        uint address = block.Value;
        CallOutcome<Acknowledgement> freed = await world.Calls.MakeAsync(
            "SdramFree", terms, cancelAfter, async token => await connection.ExecuteAsync(new SdramFree(chip, address), token));
        CheckReport("SdramFree", freed.Error, true);
        if (random.Next(3) != 0)
            return;

        CallOutcome<uint> entries = await world.Calls.MakeAsync(
            "RouterAllocate", terms, cancelAfter, async token => await connection.ExecuteAsync(new RouterAllocate(chip, ApplicationId, 3), token));
        CheckReport("RouterAllocate", entries.Error, true);
        await world.Calls.MakeAsync(
            "RouterFreeOfApplication", terms, cancelAfter, async token => await connection.ExecuteAsync(new RouterFreeOfApplication(chip, ApplicationId), token));
    }

    /// <summary>Silence after a command that must not be repeated says nothing about what was done, and the error has to say so.</summary>
    public void CheckReport(string name, Exception? error, bool mustNotBeRepeated)
    {
        if (mustNotBeRepeated && error is SpinnakerTimeoutException { OutcomeUnknown: false, Attempts: > 0, LastSendError: null })
            world.Report(new Finding(FindingKind.FalseReport, name, $"it was sent, and the error does not say that it may have been carried out: {error.Message}"));
    }

    private async Task ReceiveAsync(Random random, TimeSpan? cancelAfter)
    {
        TimeSpan wait = TimeSpan.FromSeconds(2 * random.NextDouble());
        await world.Calls.MakeAsync("ReceiveAsync", new CallTerms { Promise = wait, MayFail = true }, cancelAfter, async token => await connection.ReceiveAsync(wait, token));
    }

    /// <summary>The user sends requests with numbers of its own, and does not care for replies.</summary>
    private async Task SendOwnAsync(Random random)
    {
        int count = random.Next(2) == 0 ? random.Next(1, 100) : 65_535;
        await world.Calls.MakeAsync(
            "SendAsync of the user's own requests", new CallTerms { MayFail = true }, null,
            async token =>
            {
                // When all numbers are taken, a reply to one of them may be anybody's.
                world.IsLenient |= count == ushort.MaxValue;
                for (int sequence = 1; sequence <= count; sequence++)
                {
                    var header = new SdpHeader(SdpFlags.ReplyExpected, 255, new SdpEndpoint(new CoreLocation(0, 0, 0), 0), SdpEndpoint.Host(new ChipLocation(0, 0)));
                    byte[] datagram = new byte[SdpMessage.PadSize + 24];
                    header.Write(datagram.AsSpan(SdpMessage.PadSize));
                    datagram[12] = (byte)sequence;
                    datagram[13] = (byte)(sequence >> 8);
                    world.OnOwnRequest();
                    await connection.SendAsync(datagram, token);
                }
            });
    }

    public void Check(string name, TimeSpan start, CallOutcome<byte[]> read, byte[] expected)
    {
        if (read.IsOk && !read.Value.AsSpan().SequenceEqual(expected) && !IsGarbled(start))
            world.Report(new Finding(FindingKind.WrongReply, name, $"{Convert.ToHexStringLower(read.Value!)} instead of {Convert.ToHexStringLower(expected)}"));
    }

    /// <summary>Whether bytes may have been changed on the way since some time.</summary>
    private bool IsGarbled(TimeSpan start) => world.IsLying || world.HasFault(FaultKind.Corruption, start) || world.HasFault(FaultKind.Mutation, start) || world.OwnRequests >= ushort.MaxValue;
}
