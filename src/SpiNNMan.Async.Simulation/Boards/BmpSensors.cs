using System.Buffers.Binary;
using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Boards;

/// <summary>The reports of a BMP about its board: serial number, voltages, temperatures, and how long it has run.</summary>
internal sealed class BmpSensors(Func<TimeSpan> uptime, int boardCount, byte frame)
{
    private const byte HardwareVersion = 5;
    private const uint FlashBuffer = 0x10000000;
    private const uint ImageVectors = 0x10000;
    private const ushort Absent = 0xFFFF;
    private const ushort NoSensor = 0x8000;
    private const double BottomIsCooler = 2;
    private const double WarnsFrom = 50;
    private const int WarningsOffset = 40;

    /// <summary>The bit of the sensor at the top of the board, among those that warn. That at the bottom has the next.</summary>
    private const int TopSensor = 8;

    /// <summary>The temperature of a board at the top, in degrees, unless it was changed.</summary>
    public const double UsualTemperature = 30;

    /// <summary>The least that the sensors measure.</summary>
    public const int Coldest = -55;

    /// <summary>The most that the sensors measure.</summary>
    public const int Hottest = 125;

    /// <summary>The number of a board on the bus. Each backplane has eight numbers, of which six are used.</summary>
    public static int CanId(int board) => (8 * (board / 6)) + (board % 6);

    private static ReadOnlySpan<ushort> PoweredVoltages => [Absent, 2032, 2032, 2032, 2949, Absent, 3604, 3277];

    private static ReadOnlySpan<ushort> UnpoweredVoltages => [Absent, 3, 3, 3, 3, Absent, 3604, 3277];

    /// <summary>Writes one of the BMP's reports.</summary>
    /// <returns>Its length, or 0 if there is no such report.</returns>
    public int TryWrite(uint report, Span<byte> destination, BmpBoard board) => report switch
    {
        0 => WriteSerialNumber(destination, board),
        1 => WriteEeprom(destination, board),
        2 => WriteCanStatus(destination, board.Number),
        3 => WriteStatus(destination, board.Board),
        4 => WriteAddresses(destination, board),
        5 => WriteUptime(destination),
        _ => 0,
    };

    private static int WriteSerialNumber(Span<byte> destination, BmpBoard board)
    {
        ReadOnlySpan<uint> words = [HardwareVersion, 0x0F00D001, 0x56495254, 0x55414C00, 0xF5000001 + (uint)board.Board.Number, FlashBuffer, 0x10001000, ImageVectors];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(4 * i)..], words[i]);

        return words.Length * sizeof(uint);
    }

    private static int WriteEeprom(Span<byte> destination, BmpBoard board)
    {
        const int size = 256;
        board.Eeprom.Read(0, destination[..size]);
        return size;
    }

    /// <summary>A byte for each place on the bus: 0 for an empty place, 1 for this BMP, 5 for others that answer.</summary>
    private int WriteCanStatus(Span<byte> destination, int self)
    {
        const int size = 24;
        const byte own = 1;
        const byte answering = 5;
        destination[..size].Clear();
        for (int board = 0; board < boardCount; board++)
            destination[board] = board == self ? own : answering;

        return size;
    }

    private int WriteAddresses(Span<byte> destination, BmpBoard board)
    {
        BoardAddress spinnaker = board.Board.Port.Address;
        byte[] bytes = spinnaker.Bytes.ToArray();
        bytes[^1]--;
        new BoardAddress(board.Board.Bmp?.EndPoint.Address ?? new System.Net.IPAddress(bytes)).Write(destination, HardwareVersion, frame);
        spinnaker.Write(destination[BoardAddress.Size..], HardwareVersion, frame);
        return 2 * BoardAddress.Size;
    }

    private static int WriteStatus(Span<byte> destination, VirtualBoard board)
    {
        const int size = 48;
        destination[..size].Clear();
        ReadOnlySpan<ushort> voltages = board.HasPower ? PoweredVoltages : UnpoweredVoltages;
        ReadOnlySpan<double> temperatures = [board.Temperature, Math.Max(Coldest, board.Temperature - BottomIsCooler)];
        ReadOnlySpan<ushort> others =
        [
            Degrees(temperatures[0]), Degrees(temperatures[1]), NoSensor, NoSensor,
            NoSensor, NoSensor, NoSensor, NoSensor,
            Absent, Absent, Absent, Absent,
        ];
        for (int i = 0; i < voltages.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(2 * i)..], voltages[i]);
        for (int i = 0; i < others.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(2 * (voltages.Length + i))..], others[i]);

        uint warnings = 0;
        for (int i = 0; i < temperatures.Length; i++)
            warnings |= temperatures[i] >= WarnsFrom ? 1u << (TopSensor + i) : 0;

        BinaryPrimitives.WriteUInt32LittleEndian(destination[WarningsOffset..], warnings);
        return size;
    }

    private static ushort Degrees(double celsius) => (ushort)(short)Math.Round(celsius * 256);

    private int WriteUptime(Span<byte> destination)
    {
        const int size = 32;
        destination[..size].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], (uint)uptime().TotalSeconds);
        return size;
    }
}
