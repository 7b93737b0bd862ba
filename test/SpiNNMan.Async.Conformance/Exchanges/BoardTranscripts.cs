using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Conformance.Boot;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Conformance.Scp;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Discovery;
using SpiNNMan.Async.Wire.Boot;

namespace SpiNNMan.Async.Conformance.Exchanges;

/// <summary>Boards: power, booting, and finding out what there is.</summary>
internal static class BoardTranscripts
{
    public static IReadOnlyDictionary<string, TranscriptOperation?> All { get; } = new Dictionary<string, TranscriptOperation?>(StringComparer.Ordinal)
    {
        ["ensure_board_is_ready"] = new(BootAsync) { SameRequests = false },
    };

    public static async Task<TranscriptResult> SurveyAsync(TranscriptCase transcript)
    {
        if (transcript.Arguments.ValueKind == JsonValueKind.Object && transcript.Arguments.Has("width") && transcript.Arguments.Has("height"))
            transcript.MachineSize = ((int)transcript.Arguments.GetInteger("width"), (int)transcript.Arguments.GetInteger("height"));

        transcript.Board.Prepared = new PreparedMachine(transcript).Answer;
        MachineSurvey survey = await MachineSurvey.TakeAsync(await transcript.ScampAsync());
        return TranscriptResult.Of(new JsonArray([
            .. survey.Summaries
                .OrderBy(chip => chip.Chip.X).ThenBy(chip => chip.Chip.Y)
                .Select(chip => new JsonArray(chip.Chip.X, chip.Chip.Y, chip.CoreCount, chip.ParentLink)),
        ]));
    }

    public static async Task<TranscriptResult> DiscoverAsync(TranscriptCase transcript)
    {
        // The addresses of the other boards are only in the result.
        foreach (JsonElement connection in transcript.Result.ValueKind == JsonValueKind.Array ? transcript.Result.EnumerateArray() : default)
        {
            if (connection.GetArrayLength() == 3 && IPAddress.TryParse(connection[2].GetString(), out IPAddress? address))
                transcript.AddEthernet(new ChipLocation(connection[0].GetByte(), connection[1].GetByte()), address);
        }

        Transceiver transceiver = await transcript.MachineAsync(areBoardsKnown: false);
        return TranscriptResult.Of(new JsonArray([
            .. transceiver.Connections.Select(connection => new JsonArray(connection.Chip.X, connection.Chip.Y, connection.RemoteIPAddress?.ToString())),
        ]));
    }

    private static async Task<TranscriptResult> BootAsync(TranscriptCase transcript)
    {
        JsonElement arguments = transcript.Arguments;
        var image = new BootImage(BootSuite.MakeImage(arguments.GetProperty("image")));
        var options = new BootOptions
        {
            BoardVersion = arguments.Has("board_version") ? (int)arguments.GetInteger("board_version") : null,
            TimeProvider = transcript.Time,

            // As the software that was recorded boots.
            SoftwareWatchdog = 0,
        };
        BootResult result = await BoardBooter.BootAsync(await transcript.ScampAsync(), await transcript.BootAsync(), image, options);
        return TranscriptResult.Of(ScpJson.Version(result.Version));
    }
}
