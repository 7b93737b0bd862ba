using System.Buffers.Binary;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>How cores go from state to state in a recording that counted them: at each look, so many are in each state that was counted.</summary>
internal sealed class RecordedRun
{
    private const int PayloadOffset = 14;

    private readonly IReadOnlyList<CoreLocation> _cores;
    private readonly List<Dictionary<CoreState, uint>> _looks = [];
    private int _look = -1;

    public RecordedRun(Recording recording, IReadOnlyList<CoreLocation> cores, IReadOnlyList<CoreState> wanted)
    {
        _cores = cores;
        foreach (RecordedRequest request in recording.Requests.Where(request => ApplicationTranscripts.IsCount(request.Content)))
        {
            // A look begins with the first of the states that are waited for.
            CoreState state = ApplicationTranscripts.StateOf(request.Content);
            if (_looks.Count == 0 || (state == wanted[0] && _looks[^1].ContainsKey(state)))
                _looks.Add([]);

            _looks[^1][state] = BinaryPrimitives.ReadUInt32LittleEndian(request.Answers[^1].AsSpan(PayloadOffset));
        }
    }

    /// <summary>From now on, each look finds the next states.</summary>
    public void Begin() => _look = 0;

    /// <summary>The states of the cores 1 to 17 of a chip; each time, a look later.</summary>
    public byte[] States(ChipLocation chip)
    {
        var states = new byte[17];
        states.AsSpan().Fill((byte)CoreState.Idle);
        Dictionary<CoreState, uint> look = _look < 0 || _looks.Count == 0 ? [] : _looks[Math.Min(_look, _looks.Count - 1)];
        if (_look >= 0 && chip == _cores[0].Chip)
            _look++;

        var counted = new Queue<CoreState>(look.SelectMany(pair => Enumerable.Repeat(pair.Key, (int)pair.Value)));
        foreach (CoreLocation core in _cores)
        {
            CoreState state = counted.TryDequeue(out CoreState next) ? next : CoreState.Running;
            if (core.Chip == chip)
                states[core.Core - 1] = (byte)state;
        }

        return states;
    }

    /// <summary>How many cores are in the state that a request counts.</summary>
    public uint? Count(RequestContent request) =>
        _look < 0 || _looks.Count == 0 ? null : _looks[Math.Min(_look, _looks.Count - 1)].GetValueOrDefault(ApplicationTranscripts.StateOf(request));
}
