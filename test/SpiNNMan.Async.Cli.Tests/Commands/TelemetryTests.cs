using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Tests.Support;
using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Cli.Tests.Commands;

/// <summary>What the tool sends to a collector of OpenTelemetry.</summary>
internal sealed class TelemetryTests
{
    [Test, CancelAfter(60_000), NonParallelizable]
    public async Task A_command_sends_its_metrics_and_traces(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        using var collector = new Collector();

        CommandRun run = await CommandRun.OfAsync("info", $"{machine.Boards[0].EndPoint}", "--otlp", collector.Url);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((ExitCodes.Success, "")));
        Assert.That(collector.TextAt("/v1/metrics"), Does.Contain("spinnaker.request.sent").And.Contain("spinnaker.request.duration").And.Contain("server.address").And.Contain("127.0.0.1"));
        Assert.That(collector.TextAt("/v1/traces"), Does.Contain("Transceiver.Open").And.Contain("spinnman info").And.Contain("Transceiver.Dispose"));
    }

    [Test, CancelAfter(60_000), NonParallelizable]
    public async Task The_standard_variable_does_the_same(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        using var collector = new Collector();

        CommandRun run = await CommandRun.OfAsync(
            ["version", $"{machine.Boards[0].EndPoint}"], variables: new(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" }, cancellationToken: cancellationToken);

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success), run.Error);
        Assert.That(collector.TextAt("/v1/metrics"), Does.Contain("spinnaker.request.sent"));
    }

    [Test, CancelAfter(60_000), NonParallelizable]
    public async Task Nothing_is_sent_if_telemetry_is_disabled(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);
        using var collector = new Collector();

        CommandRun run = await CommandRun.OfAsync(
            ["version", $"{machine.Boards[0].EndPoint}", "--otlp", collector.Url], variables: new(StringComparer.Ordinal) { ["OTEL_SDK_DISABLED"] = "true" }, cancellationToken: cancellationToken);

        Assert.That((run.ExitCode, collector.Requests), Is.EqualTo((ExitCodes.Success, 0)), run.Error);
    }

    [Test, CancelAfter(60_000), NonParallelizable]
    public async Task A_collector_that_is_not_there_costs_a_warning_only(CancellationToken cancellationToken)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin3, cancellationToken);

        CommandRun run = await CommandRun.OfAsync("version", $"{machine.Boards[0].EndPoint}", "--otlp", "http://127.0.0.1:1");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCodes.Success));
        Assert.That(run.ErrorLines, Is.EqualTo(new[] { "warning: the collector at http://127.0.0.1:1/v1/metrics did not take the metrics." }));
    }

    [TestCase("nonsense")]
    [TestCase("ftp://somewhere")]
    [TestCase("")]
    public async Task A_bad_address_is_a_mistake(string url)
    {
        CommandRun run = await CommandRun.OfAsync("version", "127.0.0.1:1", "--otlp", url);

        Assert.That((run.ExitCode, run.ErrorLines.Length), Is.EqualTo((ExitCodes.WrongUsage, 1)), run.Error);
        Assert.That(run.Error, Does.Contain("is no URL of a collector"));
    }

    /// <summary>A collector that takes everything. The names within protobuf are plain text.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<(string Path, string Text)> _requests = [];

        public Collector()
        {
            // The listener takes no port 0, so another program may have taken the port meanwhile.
            for (int attempt = 0; ; attempt++)
            {
                Url = $"http://127.0.0.1:{FindPort()}";
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add($"{Url}/");
                try
                {
                    _listener.Start();
                    break;
                }
                catch (HttpListenerException) when (attempt < 10)
                {
                    // The next port.
                }
            }

            _ = ServeAsync();
        }

        public string Url { get; }

        public int Requests => _requests.Count;

        public string TextAt(string path) => string.Concat(_requests.Where(request => string.Equals(request.Path, path, StringComparison.Ordinal)).Select(static request => request.Text));

        public void Dispose() => _listener.Close();

        private static int FindPort()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _requests.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                context.Response.StatusCode = 200;
                context.Response.Close();
            }
        }
    }
}
