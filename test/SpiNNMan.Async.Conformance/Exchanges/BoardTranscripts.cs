using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Conformance.Boot;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Models;
using SpiNNMan.Async.Conformance.Scp;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Model;
using SpiNNMan.Async.Operations;
using SpiNNMan.Async.Wire.Bmp;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Boards: power, booting, and finding out what there is.</summary>
internal static class BoardTranscripts
{
    public static IReadOnlyDictionary<string, TranscriptOperation?> All { get; } = new Dictionary<string, TranscriptOperation?>(StringComparer.Ordinal)
    {
        ["create transceiver (checks the BMP); power_on_machine; read_fpga_register(1, 0x40002); write_fpga_register(1, 0x40000, 0x12345678); "
            + "read_fpga_register(1, 0x40000); read_bmp_version; power_off(board)"] = new(BmpAsync),
        ["create transceiver"] = new(ConnectToBmpAsync),
        ["ensure_board_is_ready"] = new(BootAsync) { SameRequests = false },
        ["get_machine_details (exchange only; result lists x, y, n_cores, parent_link of every chip that answered)"] = new(SurveyAsync),
        ["discover_scamp_connections on a 2x2 machine"] = new(DiscoverAsync) { SameRequests = false },
    };

    private static async Task<TranscriptResult> SurveyAsync(TranscriptCase transcript)
    {
        transcript.Board.Prepared = new PreparedMachine(transcript).Answer;
        MachineSurvey survey = await MachineSurvey.TakeAsync(await transcript.ScampAsync());
        return TranscriptResult.Of(new JsonArray([
            .. survey.Summaries
                .OrderBy(chip => chip.Chip.X).ThenBy(chip => chip.Chip.Y)
                .Select(chip => new JsonArray(chip.Chip.X, chip.Chip.Y, chip.CoreCount, chip.ParentLink)),
        ]));
    }

    private static async Task<TranscriptResult> DiscoverAsync(TranscriptCase transcript)
    {
        Transceiver transceiver = await transcript.MachineAsync();
        return TranscriptResult.Of(new JsonArray([
            .. transceiver.Connections.Select(connection => new JsonArray(connection.Chip.X, connection.Chip.Y, connection.RemoteIPAddress?.ToString())),
        ]));
    }

    private static async Task<TranscriptResult> ConnectToBmpAsync(TranscriptCase transcript)
    {
        var connection = new BmpConnectionOptions { Network = transcript.Network, TimeProvider = transcript.Time, RunContinuationsAsynchronously = false };
        transcript.Own(await BmpController.ConnectAsync(
            [new BmpConnectionData(TranscriptCase.BmpAddress.ToString(), [0])], new BmpControllerOptions { Connection = connection }));
        return TranscriptResult.None;
    }

    private static async Task<TranscriptResult> BmpAsync(TranscriptCase transcript)
    {
        BoardSet boards = BoardSet.Create(transcript.Arguments.Integers("boards"));
        int board = (int)transcript.Arguments.GetInteger("board");
        BmpConnection bmp = await transcript.BmpAsync(boards);
        await bmp.GetVersionAsync();
        await bmp.PowerOnAsync();
        uint before = await bmp.ExecuteAsync(new ReadFpgaRegister(1, 0x40002, board));
        await bmp.ExecuteAsync(new WriteFpgaRegister(1, 0x40000, 0x12345678, board));
        uint after = await bmp.ExecuteAsync(new ReadFpgaRegister(1, 0x40000, board));
        VersionInfo version = await bmp.GetVersionAsync(board);
        await bmp.PowerOffAsync(board);
        return TranscriptResult.Of(new JsonArray(before, after, ScpJson.Version(version)));
    }

    private static async Task<TranscriptResult> BootAsync(TranscriptCase transcript)
    {
        JsonElement arguments = transcript.Arguments;
        var image = new BootImage(BootSuite.MakeImage(arguments.GetProperty("image")));
        var options = new BootOptions
        {
            BoardVersion = arguments.Has("board_version") ? (int)arguments.GetInteger("board_version") : null,
            TimeProvider = transcript.Time,
        };
        BootResult result = await BoardBooter.BootAsync(await transcript.ScampAsync(), await transcript.BootAsync(), image, options);
        return TranscriptResult.Of(ScpJson.Version(result.Version));
    }
}
