using SpiNNMan.Async.Model;
using SpiNNMan.Async.Simulation.Geometry;

namespace SpiNNMan.Async.Simulation.Bmp;

/// <summary>The registers of the three FPGAs of a board: what is written stays, and each knows its number.</summary>
internal sealed class FpgaRegisters
{
    public const int FpgaCount = 3;

    private const uint Flag = 0x40004;
    private const uint StopFirst = 0x5C;
    private const uint StopSecond = 0x1005C;

    private readonly Dictionary<(int Fpga, uint Address), uint> _written = [];

    public void Reset() => _written.Clear();

    public uint Read(int fpga, uint address)
    {
        address &= ~3u;
        return address == Flag ? (uint)fpga : _written.GetValueOrDefault((fpga, address));
    }

    public void Write(int fpga, uint address, uint value)
    {
        address &= ~3u;
        if (IsWritable(address))
            _written[(fpga, address)] = value;
    }

    /// <summary>Identity and STOP of the two banks of links, and the settings of the whole FPGA.</summary>
    /// <summary>The links at the edge of the board that are stopped, by the place of their chip on it.</summary>
    public IEnumerable<(ChipLocation Chip, int Link)> StoppedLinks =>
        _written.Where(entry => (entry.Value & 1) != 0 && (entry.Key.Address is StopFirst or StopSecond)).SelectMany(entry => BoardEdges.Links(entry.Key.Fpga, entry.Key.Address == StopFirst ? 0 : 1));

    private static bool IsWritable(uint address) =>
        address is 0x4C or 0x5C or 0x1004C or 0x1005C or 0x2004C or 0x2005C or (>= 0x40008 and <= 0x40024);
}
