using System.CommandLine;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Terminals;

namespace SpiNNMan.Async.Cli.Telemetry;

/// <summary>Where metrics and activities go: to the URL of the option, or to where the standard variables of OpenTelemetry say.</summary>
/// <param name="Metrics">The address for metrics.</param>
/// <param name="Traces">The address for activities.</param>
/// <param name="IsGrpc">Whether it is spoken to by gRPC, and not by HTTP with protobuf.</param>
internal sealed record ExportTarget(Uri Metrics, Uri Traces, bool IsGrpc)
{
    private const string OptionName = "--otlp";
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsVariable = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesVariable = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string DisabledVariable = "OTEL_SDK_DISABLED";
    private const string Part = "the export of metrics and traces";
    private const int GrpcPort = 4317;

    /// <summary>Creates the option.</summary>
    public static Option<Uri?> CreateOption()
    {
        var option = new Option<Uri?>(OptionName)
        {
            Description = "Send metrics and traces of the command to a collector of OpenTelemetry at this URL. The variables OTEL_EXPORTER_OTLP_* do so too.",
            HelpName = "URL",
            Recursive = true,
            CustomParser = static result =>
            {
                string text = result.Tokens is [{ Value: var value }, ..] ? value : "";
                if (TryParse(text) is { } url)
                    return url;

                result.AddError($"'{text}' is no URL of a collector, as http://localhost:4318 is.");
                return null;
            },
        };
        option.RequireFullTool(Part);
        return option;
    }

    /// <summary>Reads the option and the variables.</summary>
    /// <returns>The target; <see langword="null"/> if nothing is to be sent.</returns>
    public static ExportTarget? Find(ParseResult parsed, Terminal terminal)
    {
        if (string.Equals(terminal.Variable(DisabledVariable), "true", StringComparison.OrdinalIgnoreCase))
            return null;

        Uri? option = parsed.GetValue<Uri?>(OptionName);
        Uri? common = option ?? TryParse(terminal.Variable(EndpointVariable));
        Uri? metrics = option is null ? TryParse(terminal.Variable(MetricsVariable)) : null;
        Uri? traces = option is null ? TryParse(terminal.Variable(TracesVariable)) : null;
        if ((common ?? metrics ?? traces) is not { } any)
            return null;

        string? protocol = terminal.Variable(ProtocolVariable);
        bool isGrpc = string.IsNullOrEmpty(protocol) ? any.Port == GrpcPort : string.Equals(protocol, "grpc", StringComparison.OrdinalIgnoreCase);
        return new ExportTarget(metrics ?? Signal(any, "v1/metrics", isGrpc), traces ?? Signal(any, "v1/traces", isGrpc), isGrpc);
    }

    /// <summary>Runs a command while its metrics and activities are sent. The core tool only warns that it cannot send them: a variable may be meant for other programs.</summary>
    /// <param name="command">The name of the command.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="error">Receives warnings.</param>
    public Task<int> RunAsync(string command, Func<Task<int>> run, TextWriter error) => ToolBuild.IsFull ? TelemetryExport.RunAsync(this, command, run, error) : RunWithoutAsync(run, error);

    private static async Task<int> RunWithoutAsync(Func<Task<int>> run, TextWriter error)
    {
        await error.WriteLineAsync($"warning: {ToolBuild.DescribeLack(Part)}");
        return await run();
    }

    private static Uri? TryParse(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (string.Equals(url.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal) || string.Equals(url.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)) && url.Host.Length > 0 ? url : null;

    private static Uri Signal(Uri common, string path, bool isGrpc) => isGrpc ? common : new Uri($"{common.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
}
