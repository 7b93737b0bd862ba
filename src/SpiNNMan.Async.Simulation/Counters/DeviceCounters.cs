using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Simulation.Counters;

/// <summary>The running counts behind a <see cref="DeviceStatistics"/>.</summary>
internal sealed class DeviceCounters
{
    private const int TabledCommands = 64;

    private readonly long[] _commands = new long[TabledCommands];
    private readonly Dictionary<ScpCommand, long> _rareCommands = [];
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];

    public long Received { get; set; }

    public long Sent { get; set; }

    public void Count(ScpCommand command)
    {
        if ((int)command < TabledCommands)
            _commands[(int)command]++;
        else
            _rareCommands[command] = _rareCommands.GetValueOrDefault(command) + 1;
    }

    public void Drop(DropReason reason) => _drops[(int)reason]++;

    public DeviceStatistics Snapshot()
    {
        var commands = new Dictionary<ScpCommand, long>(_rareCommands);
        for (int i = 0; i < TabledCommands; i++)
        {
            if (_commands[i] > 0)
                commands[(ScpCommand)i] = _commands[i];
        }

        var drops = new Dictionary<DropReason, long>();
        for (int i = 0; i < _drops.Length; i++)
        {
            if (_drops[i] > 0)
                drops[(DropReason)i] = _drops[i];
        }

        return new DeviceStatistics(Received, Sent, commands, drops);
    }
}
