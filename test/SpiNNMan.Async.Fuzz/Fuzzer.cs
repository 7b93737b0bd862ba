using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Fuzz;

/// <summary>Feeds one target and watches what it does.</summary>
internal sealed class Fuzzer
{
    private const int Surroundings = 32;
    private const int MaxKept = 512;

    private readonly FuzzTarget _target;
    private readonly Corpus _corpus;
    private readonly List<byte[]> _seeds;
    private readonly Mutator _mutator;
    private readonly HashSet<(PacketErrorKind Kind, string? Packet, int Offset, int Written)> _seen = [];
    private byte[] _current = [];
    private long _inputs;

    public Fuzzer(FuzzTarget target, ulong seed, Corpus? corpus = null)
    {
        _target = target;
        _corpus = corpus ?? new Corpus(null, target.Name);
        _seeds = [.. SeedCorpus.Load(target.Seeds), .. _corpus.Load()];
        _mutator = new Mutator(new RandomNumbers(seed), _seeds);

        // What is only allocated the first time does not count; a defect shows again below.
        foreach (byte[] known in _seeds)
            _seen.Add(Kind(Attempt(known, 0x00)));
    }

    /// <summary>What is fed.</summary>
    public FuzzTarget Target => _target;

    /// <summary>How many inputs have been kept to start from, because the decoder did something new with them.</summary>
    public int Kept { get; private set; }

    /// <summary>How many inputs have been tried.</summary>
    public long Inputs => Volatile.Read(ref _inputs);

    /// <summary>The input being tried.</summary>
    public byte[] Current => Volatile.Read(ref _current);

    /// <summary>Tries one more input.</summary>
    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public string? Step()
    {
        byte[] input = _mutator.Next();
        Volatile.Write(ref _current, input);
        Interlocked.Increment(ref _inputs);
        return Check(input);
    }

    /// <summary>Tries one input.</summary>
    /// <returns>What is wrong, or <see langword="null"/>.</returns>
    public string? Check(byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Outcome outcome = Attempt(input, 0x00);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (outcome.Defect is not null)
            return outcome.Defect;

        if (allocated > _target.AllocationLimit(input.Length))
            return $"allocates {allocated} bytes for an input of {input.Length}";

        // What lies around the input must not matter.
        Outcome elsewhere = Attempt(input, 0xFF);
        if (!outcome.Same(elsewhere))
            return "reads what is not part of the input";

        KeepIfNew(input, outcome);
        if (outcome.Written is null)
            return CheckError(outcome.Error, input.Length);

        if (!_target.IsStable)
            return null;

        Outcome again = Attempt(outcome.Written, 0x00);
        return outcome.Same(again) ? null : $"writes {Convert.ToHexStringLower(outcome.Written)}, which does not decode to the same";
    }

    // Another refusal, or one at another place, or another amount decoded, means another way through the decoder.
    private static (PacketErrorKind Kind, string? Packet, int Offset, int Written) Kind(in Outcome outcome) =>
        outcome.Written is { } written ? (default, null, 0, 1 + (written.Length / 8)) : (outcome.Error.Kind, outcome.Error.Packet, outcome.Error.Offset, 0);

    private void KeepIfNew(byte[] input, in Outcome outcome)
    {
        if (Kept >= MaxKept || !_seen.Add(Kind(outcome)))
            return;

        Kept++;
        _seeds.Add(input);
        _corpus.Add(input);
    }

    private static string? CheckError(PacketError error, int length)
    {
        if (error.Kind == PacketErrorKind.None || string.IsNullOrEmpty(error.Packet) || string.IsNullOrEmpty(error.Detail))
            return "refuses the input without saying why";

        return error.Offset < 0 || error.Offset > length ? $"says that byte {error.Offset} of {length} is wrong" : null;
    }

    private Outcome Attempt(ReadOnlySpan<byte> input, byte surroundings)
    {
        var memory = new byte[input.Length + (2 * Surroundings)];
        memory.AsSpan().Fill(surroundings);
        input.CopyTo(memory.AsSpan(Surroundings));
        try
        {
            byte[]? written = _target.Decode(memory.AsMemory(Surroundings, input.Length), out PacketError error);
            return new Outcome(written, error, null);
        }
#pragma warning disable CA1031 // any exception is a finding
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new Outcome(null, default, $"throws {e.GetType().Name}: {e.Message}");
        }
    }

    private readonly record struct Outcome(byte[]? Written, PacketError Error, string? Defect)
    {
        public bool Same(Outcome other) =>
            Error == other.Error
            && string.Equals(Defect, other.Defect, StringComparison.Ordinal)
            && Written is null == other.Written is null
            && Written.AsSpan().SequenceEqual(other.Written);
    }
}
