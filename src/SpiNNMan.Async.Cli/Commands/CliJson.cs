using System.Text.Json.Serialization;
using SpiNNMan.Async.Cli.Benchmarking;
using SpiNNMan.Async.Cli.Demonstration;
using SpiNNMan.Async.Cli.Diagnosis;
using SpiNNMan.Async.Cli.Explaining;
using SpiNNMan.Async.Cli.LiveData;
using SpiNNMan.Async.Cli.Profiling;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Results.Routes;
using SpiNNMan.Async.Cli.Results.Transfers;
using SpiNNMan.Async.Cli.Structs;
using SpiNNMan.Async.Cli.VirtualMachines;

namespace SpiNNMan.Async.Cli.Commands;

/// <summary>Turns results into JSON, without reflection. Only looks at a machine are read again: code that reads makes the tool much larger.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Serialization, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VersionResult))]
[JsonSerializable(typeof(ToolVersionResult))]
[JsonSerializable(typeof(InfoResult))]
[JsonSerializable(typeof(BoardResult))]
[JsonSerializable(typeof(BmpResult))]
[JsonSerializable(typeof(PowerResult))]
[JsonSerializable(typeof(ResetResult))]
[JsonSerializable(typeof(ChangeResult))]
[JsonSerializable(typeof(FindingResult))]
[JsonSerializable(typeof(BootCommandResult))]
[JsonSerializable(typeof(TransferResult))]
[JsonSerializable(typeof(FileResult))]
[JsonSerializable(typeof(ListenResult))]
[JsonSerializable(typeof(VirtualMachineResult))]
[JsonSerializable(typeof(ReplayResult))]
[JsonSerializable(typeof(BenchResult))]
[JsonSerializable(typeof(DemoResult))]
[JsonSerializable(typeof(CompletionResult))]
[JsonSerializable(typeof(ConsoleResult))]
[JsonSerializable(typeof(CoreResult))]
[JsonSerializable(typeof(CoreSummaryResult))]
[JsonSerializable(typeof(LoadCommandResult))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(SignalResult))]
[JsonSerializable(typeof(StopResult))]
[JsonSerializable(typeof(WaitResult))]
[JsonSerializable(typeof(IobufResult))]
[JsonSerializable(typeof(TagResult))]
[JsonSerializable(typeof(RouteResult))]
[JsonSerializable(typeof(ClearedRoutesResult))]
[JsonSerializable(typeof(LoadedRoutesResult))]
[JsonSerializable(typeof(P2PRouteResult))]
[JsonSerializable(typeof(PokeResult))]
[JsonSerializable(typeof(LinkTransferResult))]
[JsonSerializable(typeof(HeapResult))]
[JsonSerializable(typeof(CounterResult))]
[JsonSerializable(typeof(JobResult))]
[JsonSerializable(typeof(AllocationMachineResult))]
[JsonSerializable(typeof(BoardPlaceResult))]
[JsonSerializable(typeof(LiveEventResult))]
[JsonSerializable(typeof(LiveReportResult))]
[JsonSerializable(typeof(LiveSendResult))]
[JsonSerializable(typeof(HealthResult), GenerationMode = JsonSourceGenerationMode.Default)]
[JsonSerializable(typeof(WebResult))]
[JsonSerializable(typeof(DatagramResult))]
[JsonSerializable(typeof(DissectorResult))]
[JsonSerializable(typeof(ProfileResult))]
[JsonSerializable(typeof(StructFieldResult))]
internal sealed partial class CliJson : JsonSerializerContext;
