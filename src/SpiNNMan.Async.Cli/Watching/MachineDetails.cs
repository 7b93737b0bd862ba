using System.Globalization;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Watching;

/// <summary>Reads more about one chip or core of a machine.</summary>
internal sealed class MachineDetails(Transceiver transceiver) : IDetailReader
{
    private const int ShownText = 12;
    private const int RegistersInLine = 4;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TextLine>> ReadChipAsync(ChipLocation chip, CancellationToken cancellationToken)
    {
        ChipHeap heap = await transceiver.Sdram.GetHeapAsync(chip, HeapKind.Sdram, cancellationToken);
        RouterDiagnostics router = await transceiver.Routing.GetDiagnosticsAsync(chip, cancellationToken);
        CoreInfos cores = await transceiver.Applications.GetCoreInfosAsync([.. transceiver.Machine[chip].ApplicationCores.Select(core => new CoreLocation(chip, core))], states: null, cancellationToken);
        var lines = new List<TextLine>
        {
            TextLine.Of($"SDRAM     {Quantities.Bytes(heap.FreeBytes)} free, {Quantities.Bytes(heap.LargestFree)} in one piece, {Quantities.Count(heap.Blocks.Count, "block")}"),
            TextLine.Of($"Router    {(router.ErrorCount == 0 ? "no errors" : $"{Quantities.Count(router.ErrorCount, "error")}: {router.Errors}")}"),
        };
        foreach (RouterRegister register in Enum.GetValues<RouterRegister>().Where(register => router[register] > 0 && register < RouterRegister.User0))
            lines.Add(TextLine.Of(string.Create(CultureInfo.InvariantCulture, $"  {register,-25} {router[register],14:N0}"), register >= RouterRegister.DroppedMulticast ? "red" : null));

        foreach (CoreInfo core in cores.OrderBy(static core => core.Core.Core))
            lines.Add(TextLine.Of(string.Create(CultureInfo.InvariantCulture, $"core {core.Core.Core,2}  {core.State,-17} app {core.ApplicationId,3}  {core.ApplicationName}"), StyleOf(core.State)));

        return lines;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TextLine>> ReadCoreAsync(CoreLocation core, CancellationToken cancellationToken)
    {
        CoreInfo info = await transceiver.Applications.GetCoreInfoAsync(core, cancellationToken);
        var lines = new List<TextLine>
        {
            TextLine.Of(string.Create(CultureInfo.InvariantCulture, $"State     {info.State}{(info.RunTimeError == RunTimeError.None ? "" : $": {info.RunTimeError}")}"), StyleOf(info.State)),
            TextLine.Of(string.Create(CultureInfo.InvariantCulture, $"Program   {info.ApplicationName}, application {info.ApplicationId}, physical core {info.PhysicalCore}")),
            TextLine.Of(string.Create(CultureInfo.InvariantCulture, $"Stack     sp 0x{info.StackPointer:x8}  lr 0x{info.LinkRegister:x8}  psr 0x{info.StatusRegister:x8}")),
        };
        for (int register = 0; register < CoreInfo.RegisterCount; register += RegistersInLine)
            lines.Add(TextLine.Of((register == 0 ? "Registers " : "          ") + string.Join("  ", Enumerable.Range(register, RegistersInLine).Select(number => string.Create(CultureInfo.InvariantCulture, $"r{number} 0x{info.Registers[number]:x8}")))));

        lines.Add(TextLine.Of("User      " + string.Join("  ", Enumerable.Range(0, CoreInfo.UserRegisterCount).Select(number => string.Create(CultureInfo.InvariantCulture, $"u{number} 0x{info.UserRegisters[number]:x8}")))));
        Iobuf text = await transceiver.Iobuf.GetAsync(core, cancellationToken);
        string[] printed = [.. text.Text.Split('\n').Where(static line => line.Length > 0)];
        lines.Add(TextLine.Of(printed.Length == 0 ? "It has printed nothing." : $"The last of {Quantities.Count(printed.Length, "line")} that it printed:", "bold"));
        lines.AddRange(printed.TakeLast(ShownText).Select(static line => TextLine.Of("  " + line)));
        return lines;
    }

    private static string? StyleOf(CoreState state) => state switch
    {
        CoreState.RunTimeException or CoreState.Watchdog => "bold red",
        CoreState.Running => "green",
        CoreState.Idle => "dim",
        _ => null,
    };
}
