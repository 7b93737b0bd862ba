namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>The registers of a chip's router: control, diagnostics and the point-to-point table.</summary>
internal sealed class RouterRegisters(Func<uint[]> makeP2PTable, int monitorPhysicalCore, uint firstRoute) : IRegisterBank
{
    private const uint Control = 0x00;
    private const uint FirstError = 0x14;
    private const uint LastError = 0x28;
    private const uint DiagnosticEnable = 0x2C;
    private const uint FixedRoute = 0x84;
    private const uint Filters = 0x200;
    private const uint Counters = 0x300;
    private const uint RegistersPerKind = 16;
    private const uint Routes = 0x4000;
    private const uint RouteCount = 1024;
    private const uint RouteMask = 0x00FFFFFF;
    private const uint P2PTable = 0x10000;
    private const uint P2PTableWords = 8192;

    private uint[]? _routes;
    private readonly uint[] _errors = new uint[((LastError - FirstError) / 4) + 1];
    private readonly uint[] _counters = new uint[RegistersPerKind];
    private readonly uint[] _filters =
    [
        0x01FE7CF1, 0x01FEBCF1, 0x01FE7CF2, 0x01FEBCF2, 0x01FE7CF4, 0x01FEBCF4, 0x01FE7CF8, 0x01FEBCF8,
        0x0001FCF1, 0x0001FCF2, 0x0001FCF4, 0x0001FCF8, 0, 0, 0, 0,
    ];

    private uint[]? _p2pTable;
    private uint _control = 0x00400001 | ((uint)monitorPhysicalCore << 8);
    private uint _enabledCounters = 0xFFFF;
    private uint _fixedRoute;

    public uint Read(uint offset) => offset switch
    {
        Control => _control,
        >= FirstError and <= LastError => _errors[(offset - FirstError) / 4],
        DiagnosticEnable => _enabledCounters,
        FixedRoute => _fixedRoute,
        >= Filters and < Filters + (4 * RegistersPerKind) => _filters[(offset - Filters) / 4],
        >= Counters and < Counters + (4 * RegistersPerKind) => _counters[(offset - Counters) / 4],
        >= Routes and < Routes + (4 * RouteCount) => _routes is { } routes ? routes[(offset - Routes) / 4] : offset == Routes ? firstRoute : 0,
        >= P2PTable and < P2PTable + (4 * P2PTableWords) => P2P[(offset - P2PTable) / 4],
        _ => 0,
    };

    public void Write(uint offset, uint value)
    {
        switch (offset)
        {
            case Control:
                _control = value;
                break;
            case >= FirstError and <= LastError:
                _errors[(offset - FirstError) / 4] = value;
                break;
            case DiagnosticEnable:
                EnableCounters(value);
                break;
            case FixedRoute:
                _fixedRoute = value;
                break;
            case >= Filters and < Filters + (4 * RegistersPerKind):
                _filters[(offset - Filters) / 4] = value;
                break;
            case >= Counters and < Counters + (4 * RegistersPerKind):
                _counters[(offset - Counters) / 4] = value;
                break;
            case >= Routes and < Routes + (4 * RouteCount):
                SetRoute((int)(offset - Routes) / 4, value);
                break;
            case >= P2PTable and < P2PTable + (4 * P2PTableWords):
                P2P[(offset - P2PTable) / 4] = value;
                break;
        }
    }

    /// <summary>The route of packets that no entry matches and that are sent by their own kind.</summary>
    public void SetFixedRoute(uint route) => _fixedRoute = route;

    /// <summary>The link towards a chip, by its address; 6 if there is none, 7 on that chip itself.</summary>
    public int NextHop(ushort address) => (int)(P2P[address >> 3] >> (3 * (address & 7))) & 7;

    public void SetRoute(int entry, uint route)
    {
        if (_routes is null)
        {
            _routes = new uint[RouteCount];
            _routes[0] = firstRoute;
        }

        _routes[entry] = route & RouteMask;
    }

    private uint[] P2P => _p2pTable ??= makeP2PTable();

    private void EnableCounters(uint value)
    {
        _enabledCounters = value & 0xFFFF;
        for (int i = 0; i < _counters.Length; i++)
        {
            if ((value & (0x10000u << i)) != 0)
                _counters[i] = 0;
        }
    }
}
