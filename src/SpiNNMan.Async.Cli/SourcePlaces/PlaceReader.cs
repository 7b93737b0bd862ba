using System.Buffers.Binary;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Emulation.Debugging.Symbols;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Profiling;

namespace SpiNNMan.Async.Cli.SourcePlaces;

/// <summary>Finds out where cores are in their program: by the registers of those that failed, by asking those that live, and by their stacks.</summary>
/// <param name="transceiver">The machine.</param>
/// <param name="symbols">The program.</param>
/// <param name="clock">The clock.</param>
internal sealed class PlaceReader(Transceiver transceiver, ProgramSymbols symbols, TimeProvider clock)
{
    /// <summary>The greatest number of cores that are asked. Nobody reads more.</summary>
    public const int MostCores = 8;

    private const int MostCallers = 12;
    private const uint ThumbBit = 0x20;

    /// <summary>How long a core that failed may take to read its stack. It does not answer in general.</summary>
    private static readonly TimeSpan s_patienceWithFailed = TimeSpan.FromSeconds(2);

    /// <summary>How long a living core may take to read its stack, beside its own work.</summary>
    private static readonly TimeSpan s_patienceWithLiving = TimeSpan.FromSeconds(10);

    /// <summary>A few samples: one of them may find the mailbox in use.</summary>
    private static readonly ProfileOptions s_few = new() { Duration = TimeSpan.FromMilliseconds(20), Interval = TimeSpan.FromMilliseconds(10), Patience = TimeSpan.FromMilliseconds(100) };

    /// <summary>Finds out where some cores are.</summary>
    /// <param name="cores">The cores, as their chips tell of them; only the first <see cref="MostCores"/> are asked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<CorePlaces>> ReadAsync(IEnumerable<CoreInfo> cores, CancellationToken cancellationToken) =>
        await Task.WhenAll(cores.Take(MostCores).Select(core => ReadAsync(core, cancellationToken)));

    private async Task<CorePlaces> ReadAsync(CoreInfo info, CancellationToken cancellationToken)
    {
        bool isFailed = info.State is CoreState.RunTimeException or CoreState.Watchdog;
        List<CodePlaceResult> places = isFailed ? PlacesOf(info) : await AskAsync(info.Core, cancellationToken);
        using var patience = new CancellationTokenSource(isFailed ? s_patienceWithFailed : s_patienceWithLiving, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            if (await FindStackAsync(info, stop.Token) is not { } stack)
                return new CorePlaces(info.Core, places, "Its stack pointer leads to no data memory.");

            var bytes = new byte[stack.Length];
            await transceiver.Memory.ReadAsync(info.Core, stack.First, bytes, progress: null, stop.Token);
            return new CorePlaces(info.Core, [.. places, .. CallersIn(bytes)], StackProblem: null);
        }
        catch (Exception exception) when (exception is SpinnakerException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new CorePlaces(info.Core, places, "It does not answer, and its stack is in memory that only the core itself can read.");
        }
    }

    /// <summary>The places that a core left with its monitor when it failed.</summary>
    private List<CodePlaceResult> PlacesOf(CoreInfo info)
    {
        // After an exception, the link register has an address after that of the instruction, and no caller.
        uint thumb = info.StatusRegister & ThumbBit;
        uint? pc = (info.State, info.RunTimeError) switch
        {
            (CoreState.Watchdog, _) => info.LinkRegister,
            (_, RunTimeError.DataAbort) => info.LinkRegister - 8,
            (_, RunTimeError.PrefetchAbort) => info.LinkRegister - 4,
            (_, RunTimeError.UndefinedInstruction or RunTimeError.SupervisorCall) => info.LinkRegister - (thumb != 0 ? 2u : 4u),
            _ => null,
        };
        return [pc is { } at ? PlaceOf("pc", at) : PlaceOf("lr", info.LinkRegister)];
    }

    private async Task<List<CodePlaceResult>> AskAsync(CoreLocation core, CancellationToken cancellationToken)
    {
        IReadOnlyList<CoreProfile> profiles = await transceiver.Chips.ProfileAsync([core], s_few, cancellationToken);
        return [.. profiles.Where(static profile => profile.Samples.Count > 0).Select(profile => PlaceOf("pc", profile.Samples.MaxBy(static sample => sample.Value).Key))];
    }

    private async Task<StackArea?> FindStackAsync(CoreInfo info, CancellationToken cancellationToken)
    {
        if (info.State == CoreState.RunTimeException)
            return StackArea.FromPointer(info.StackPointer);

        var table = new byte[StackArea.TableSize];
        await transceiver.Memory.ReadAsync(info.Core, StackArea.TableAddress, table, progress: null, cancellationToken);
        return StackArea.FromTable(table);
    }

    /// <summary>The words of a stack that are addresses after calls, from its top of the moment to the oldest ones.</summary>
    private List<CodePlaceResult> CallersIn(byte[] stack)
    {
        var callers = new List<CodePlaceResult>();
        uint last = 0;
        for (int offset = 0; offset < stack.Length && callers.Count < MostCallers; offset += sizeof(uint))
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(stack.AsSpan(offset));
            if (word == last || !symbols.Code.IsAfterCall(word))
                continue;

            last = word;
            callers.Add(PlaceOf("stack", word));
        }

        return callers;
    }

    private CodePlaceResult PlaceOf(string place, uint address)
    {
        // The call itself is looked for: after one that never returns, there may be another function.
        uint code = address & ~1u;
        uint looked = place is "pc" || !symbols.Code.IsAfterCall(address) ? code : code - (address == code ? 4u : 2u);
        return new CodePlaceResult(place, address, symbols.Functions.Find(looked)?.Name, symbols.Lines.Find(looked)?.ToString());
    }
}
