using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The registers of the three FPGAs of a board. Written values stay. Each FPGA knows its number, and whether its two links have a board at the other end.</summary>
/// <param name="hasNeighbour">Whether there is a board with power at the other end of a half of an FPGA.</param>
/// <param name="stopsChanged">Called when other links are stopped than before.</param>
internal sealed class FpgaRegisters(Func<int, int, bool> hasNeighbour, Action stopsChanged)
{
    public const int FpgaCount = 3;

    private const uint Flag = 0x40004;
    private const uint Handshake = 0x54;
    private const uint StopRegister = 0x5C;
    private const uint IdentityRegister = 0x4C;
    private const uint BankSize = 0x10000;
    private const uint LinkBanks = 2;
    private const uint GlobalBank = 0x40000;
    private const uint LastGlobal = 0x40024;

    private readonly Dictionary<(int Fpga, uint Address), uint> _written = [];

    public void Reset()
    {
        bool hadStops = StoppedLinks.Any();
        _written.Clear();
        if (hadStops)
            stopsChanged();
    }

    public uint Read(int fpga, uint address)
    {
        address &= ~3u;
        if (_written.TryGetValue((fpga, address), out uint value))
            return value;

        (uint bank, uint register) = (address / BankSize, address % BankSize);
        return (bank, register) switch
        {
            ( < LinkBanks, Handshake) => hasNeighbour(fpga, (int)bank) ? 1u : 0,
            _ => address == Flag ? (uint)fpga : 0,
        };
    }

    public void Write(int fpga, uint address, uint value)
    {
        address &= ~3u;
        if (!IsWritable(address))
            return;

        bool wasStop = IsStop(address, _written.GetValueOrDefault((fpga, address)));
        _written[(fpga, address)] = value;
        if (IsStop(address, value) != wasStop)
            stopsChanged();
    }

    /// <summary>The links at the edge of the board that are stopped, named by the place of their chip on the board.</summary>
    public IEnumerable<(ChipLocation Chip, int Link)> StoppedLinks =>
        _written.Where(static entry => IsStop(entry.Key.Address, entry.Value))
            .SelectMany(static entry => BoardEdges.Links(entry.Key.Fpga, (int)(entry.Key.Address / BankSize)));

    private static bool IsStop(uint address, uint value) => (value & 1) != 0 && address / BankSize < LinkBanks && address % BankSize == StopRegister;

    /// <summary>The identity and STOP registers of the three banks of links, and the registers of the whole FPGA.</summary>
    private static bool IsWritable(uint address) =>
        address is >= GlobalBank and <= LastGlobal || (address / BankSize <= LinkBanks && address % BankSize is IdentityRegister or StopRegister);
}
