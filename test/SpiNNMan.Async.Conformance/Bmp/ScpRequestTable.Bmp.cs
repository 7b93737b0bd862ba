using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Conformance.Scp;

/// <content>The request classes that go to board management processors.</content>
internal static partial class ScpRequestTable
{
    private static readonly Dictionary<string, PowerCommand> s_powerCommands = new(StringComparer.Ordinal)
    {
        ["PowerCommand.POWER_OFF"] = PowerCommand.PowerOff,
        ["PowerCommand.POWER_ON"] = PowerCommand.PowerOn,
    };

    private static readonly Dictionary<string, LedAction> s_ledActions = new(StringComparer.Ordinal)
    {
        ["LEDAction.TOGGLE"] = LedAction.Toggle,
        ["LEDAction.OFF"] = LedAction.Off,
        ["LEDAction.ON"] = LedAction.On,
    };

    static partial void AddBmp(IDictionary<string, ScpClass> classes)
    {
        classes.Add("BMPGetVersion", new(["board"], a => ScpCase.Of<BmpGetVersion, VersionInfo>(new(Board(a)), ScpJson.Version)));
        classes.Add("SetPower", new(["power_command", "boards", "delay", "board_to_send_to"], a => ScpCase.Of(Power(a))));
        classes.Add("BMPSetLed", new(["led", "action", "boards"], a => ScpCase.Of(new BmpSetLed(Integers(a, "led"), a.GetMember("action", s_ledActions), Boards(a)))));
        classes.Add("ReadADC", new(["board"], a => ScpCase.Of<ReadAdc, AdcInfo>(new(Board(a)), ScpJson.Adc)));
        classes.Add("ReadFPGARegister", new(["fpga_num", "register", "board"], a => ScpCase.Of<ReadFpgaRegister, uint>(
            new(ScpJson.Int32(a, "fpga_num"), a.GetUInt32("register"), Board(a)),
            value => new() { ["fpga_register"] = value })));
        classes.Add("WriteFPGARegister", new(["fpga_num", "addr", "value", "board"], a => ScpCase.Of(
            new WriteFpgaRegister(ScpJson.Int32(a, "fpga_num"), a.GetUInt32("addr"), a.GetUInt32("value"), Board(a)))));
    }

    private static SetPower Power(JsonElement a) => new(
        a.GetMember("power_command", s_powerCommands),
        Boards(a),
        a.Has("delay") ? Delay(a.GetProperty("delay").GetDouble()) : TimeSpan.Zero,
        VectorJson.Fit<int>(a.GetInteger("board_to_send_to", 0)));

    // Seconds as floating-point numbers lose what is less than a millisecond only after they were multiplied.
    private static TimeSpan Delay(double seconds) => TimeSpan.FromMilliseconds(checked((long)(seconds * 1000)));

    private static int Board(JsonElement a) => ScpJson.Int32(a, "board");

    private static BoardSet Boards(JsonElement a) => BoardSet.Create(Integers(a, "boards"));

    private static int[] Integers(JsonElement a, string name) => [.. a.GetList(name).Select(element => element.As<int>())];
}
