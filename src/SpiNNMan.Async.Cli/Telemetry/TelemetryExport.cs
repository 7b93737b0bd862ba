using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SpiNNMan.Async.Diagnostics;

namespace SpiNNMan.Async.Cli.Telemetry;

/// <summary>Sends metrics and activities to a collector while a command runs, and the rest when it ends.</summary>
internal sealed class TelemetryExport : IDisposable
{
    /// <summary>How long a command may take longer because the collector does not answer.</summary>
    private const int PatienceInMilliseconds = 2000;

    private static readonly ActivitySource s_source = new("spinnman");

    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;
    private readonly Activity? _command;

    private TelemetryExport(ExportTarget target, string command)
    {
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Name)
            .AddMeter(SpinnakerTelemetry.MeterName)
            .AddOtlpExporter(options => Set(options, target.Metrics, target.IsGrpc))
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Name)
            .AddSource(SpinnakerTelemetry.ActivitySourceName, s_source.Name)
            .AddOtlpExporter(options => Set(options, target.Traces, target.IsGrpc))
            .Build();
        _command = s_source.StartActivity($"spinnman {command}");
    }

    /// <summary>Runs a command while its metrics and activities are sent.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="command">The name of the command.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="error">Is told if the collector did not take them. They do not matter to the command.</param>
    public static async Task<int> RunAsync(ExportTarget target, string command, Func<Task<int>> run, TextWriter error)
    {
        var export = new TelemetryExport(target, command);
        try
        {
            int exitCode = await run();
            export._command?.SetTag("process.exit.code", exitCode);
            return exitCode;
        }
        catch (Exception exception)
        {
            export._command?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
        finally
        {
            bool isSent = await Task.Run(export.Flush);
            export.Dispose();
            if (!isSent)
                await error.WriteLineAsync($"warning: the collector at {target.Metrics} did not take the metrics.");
        }
    }

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private bool Flush()
    {
        _command?.Dispose();
        bool areTracesSent = _traces.ForceFlush(PatienceInMilliseconds);
        return _metrics.ForceFlush(PatienceInMilliseconds) && areTracesSent;
    }

    private static void Name(ResourceBuilder resource) =>
        resource.AddService("spinnman", serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3)).AddEnvironmentVariableDetector();

    private static void Set(OtlpExporterOptions options, Uri endpoint, bool isGrpc)
    {
        options.Endpoint = endpoint;
        options.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        options.TimeoutMilliseconds = PatienceInMilliseconds;
    }
}
