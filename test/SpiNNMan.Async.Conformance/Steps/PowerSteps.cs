using SpiNNMan.Async.Boards;
using SpiNNMan.Async.Conformance.Exchanges;
using SpiNNMan.Async.Conformance.Scp;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Scp.Chips;

namespace SpiNNMan.Async.Conformance.Steps;

/// <summary>What is asked of board management processors.</summary>
internal static class PowerSteps
{
    public static IReadOnlyDictionary<string, Step> All { get; } = new Dictionary<string, Step>(StringComparer.Ordinal)
    {
        ["create transceiver"] = ConnectAsync,
        ["power_on_machine"] = static (transcript, arguments) => SwitchMachineAsync(transcript, arguments, isOn: true),
        ["power_off_machine"] = static (transcript, arguments) => SwitchMachineAsync(transcript, arguments, isOn: false),
        ["power_on"] = static (transcript, arguments) => SwitchAsync(transcript, arguments, isOn: true),
        ["power_off"] = static (transcript, arguments) => SwitchAsync(transcript, arguments, isOn: false),
        ["set_led"] = SetLedAsync,
        ["read_fpga_register"] = ReadRegisterAsync,
        ["write_fpga_register"] = WriteRegisterAsync,
        ["read_adc_data"] = GetAdcAsync,
        ["read_bmp_version"] = ReadVersionAsync,
    };

    // Opening looks who answers; whether there is anybody is part of what is asked.
    private static async Task<TranscriptResult> ConnectAsync(TranscriptCase transcript, StepArguments arguments)
    {
        var connection = new BmpConnectionOptions { Network = transcript.Network, TimeProvider = transcript.Time, RunContinuationsAsynchronously = false };
        transcript.Own(await BmpController.ConnectAsync(
            [new BmpConnectionData(TranscriptCase.BmpAddress.ToString(), Boards(arguments, "boards"), arguments.Int32("cabinet", missing: 0), arguments.Int32("frame", missing: 0))],
            new BmpControllerOptions { Connection = connection }));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> SwitchMachineAsync(TranscriptCase transcript, StepArguments arguments, bool isOn)
    {
        BmpConnection bmp = await transcript.BmpAsync(Boards(arguments, "boards"));
        await (isOn ? bmp.PowerOnAsync() : bmp.PowerOffAsync());
        return TranscriptResult.MaybeOf(true);
    }

    private static async Task<TranscriptResult> SwitchAsync(TranscriptCase transcript, StepArguments arguments, bool isOn)
    {
        BoardSet boards = BoardSet.Create(arguments.Integers(arguments.Has("board") && !arguments.HasList("boards") ? "board" : "boards", 0, missing: 0));
        TimeSpan delay = arguments.Has("delay") ? TimeSpan.FromSeconds(arguments.Record.GetProperty("delay").GetDouble()) : TimeSpan.Zero;
        BmpConnection bmp = await transcript.BmpAsync(boards);
        await (isOn ? bmp.PowerOnAsync(boards, delay) : bmp.PowerOffAsync(boards, delay));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> SetLedAsync(TranscriptCase transcript, StepArguments arguments)
    {
        BmpConnection bmp = await transcript.BmpAsync(0);
        LedAction action = arguments.Has("action", 1)
            ? (LedAction)arguments.Byte("action", 1)
            : arguments.Text("action").Split('.')[^1] switch
            {
                "TOGGLE" => LedAction.Toggle,
                "OFF" => LedAction.Off,
                "ON" => LedAction.On,
                string other => throw new UnknownRecordException($"LED action {other}"),
            };
        BoardSet boards = Boards(arguments, arguments.Has("boards") ? "boards" : "board");
        await bmp.ExecuteAsync(new BmpSetLed(arguments.Integers("led", 0), action, boards));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> ReadRegisterAsync(TranscriptCase transcript, StepArguments arguments)
    {
        BmpConnection bmp = await transcript.BmpAsync(0);
        return TranscriptResult.Of(await bmp.ExecuteAsync(new ReadFpgaRegister(
            arguments.Int32("fpga_num", 0), arguments.UInt32("register", 1), arguments.Int32("board", missing: 0))));
    }

    private static async Task<TranscriptResult> WriteRegisterAsync(TranscriptCase transcript, StepArguments arguments)
    {
        BmpConnection bmp = await transcript.BmpAsync(0);
        await bmp.ExecuteAsync(new WriteFpgaRegister(
            arguments.Int32("fpga_num", 0), arguments.UInt32("register", 1), arguments.UInt32("value", 2), arguments.Int32("board", missing: 0)));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> GetAdcAsync(TranscriptCase transcript, StepArguments arguments)
    {
        BmpConnection bmp = await transcript.BmpAsync(0);
        AdcInfo info = await bmp.ExecuteAsync(new ReadAdc(arguments.Int32("board", 0, missing: 0)));
        return TranscriptResult.Of(ScpJson.Adc(info));
    }

    private static async Task<TranscriptResult> ReadVersionAsync(TranscriptCase transcript, StepArguments arguments)
    {
        BmpConnection bmp = await transcript.BmpAsync(0);
        return TranscriptResult.Of(ScpJson.Version(await bmp.GetVersionAsync(arguments.Int32("board", 0, missing: 0))));
    }

    private static BoardSet Boards(StepArguments arguments, string name) => BoardSet.Create(arguments.Integers(name, missing: 0));
}
