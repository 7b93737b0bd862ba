using SpiNNMan.Async.Access;
using SpiNNMan.Async.Booting;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Machines.Discovery;

/// <summary>A survey of a booted machine: its software, its size, and every chip that can be reached.</summary>
/// <example><code>
/// MachineSurvey survey = await MachineSurvey.TakeAsync(scamp);
/// Console.WriteLine($"{survey.Dimensions} chips, {survey.CoreCount} cores, {survey.SilentChips.Count()} chips are silent");
/// </code></example>
/// <remarks>Protocol: models.md, "Finding out what a machine has".</remarks>
public sealed class MachineSurvey
{
    private MachineSurvey(VersionInfo version, MachineDimensions dimensions, P2PTable routes, IReadOnlyList<ChipSurvey> chips)
    {
        Version = version;
        Dimensions = dimensions;
        Routes = routes;
        Chips = chips;
    }

    /// <summary>The software of the chip the machine was booted through, and where that chip is.</summary>
    public VersionInfo Version { get; }

    /// <summary>The size of the machine, places without a chip included.</summary>
    public MachineDimensions Dimensions { get; }

    /// <summary>The routes from the chip the machine was booted through to the others.</summary>
    public P2PTable Routes { get; }

    /// <summary>Every chip that a route leads to, column by column, silent ones included.</summary>
    public IReadOnlyList<ChipSurvey> Chips { get; }

    /// <summary>The summaries of the chips that answered.</summary>
    public IEnumerable<ChipSummaryInfo> Summaries => Chips.Where(static chip => chip.Summary is not null).Select(static chip => chip.Summary!.Value);

    /// <summary>The chips that did not answer as they should, with the reasons.</summary>
    public IEnumerable<ChipSurvey> SilentChips => Chips.Where(static chip => chip.Summary is null);

    /// <summary>The cores that work on the chips that answered, monitors included.</summary>
    public int CoreCount => Summaries.Sum(static chip => chip.CoreCount);

    /// <summary>Surveys the machine behind a connection. A chip that does not answer does not end it.</summary>
    /// <param name="scamp">The connection; its window and its limits hold. It gets to know its chip.</param>
    /// <param name="progress">Told after each chip.</param>
    /// <param name="cancellationToken">Ends the survey.</param>
    /// <exception cref="SpinnakerTimeoutException">The board does not answer.</exception>
    /// <exception cref="SpinnakerConnectionException">Nothing listens there, or the connection is closed.</exception>
    /// <exception cref="BoardBootException">The board is still finding its chips, or runs other software.</exception>
    /// <exception cref="ScpResultException">The board refused to tell its size or its routes.</exception>
    /// <exception cref="InvalidPacketException">Its answer cannot be read.</exception>
    public static async Task<MachineSurvey> TakeAsync(
        ScampConnection scamp, IProgress<SurveyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scamp);
        VersionInfo version = await scamp.GetVersionAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        CheckIsReady(scamp, version);
        scamp.UpdateChipCoordinates(version.Core.Chip);
        MachineDimensions dimensions = await RouteReader.ReadDimensionsAsync(scamp, cancellationToken).ConfigureAwait(false);
        P2PTable routes = await RouteReader.ReadRoutesAsync(scamp, dimensions, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ChipSurvey> chips = await AskChipsAsync(scamp, [.. routes.Chips], dimensions, progress, cancellationToken).ConfigureAwait(false);
        return new MachineSurvey(version, dimensions, routes, chips);
    }

    private static void CheckIsReady(ScampConnection scamp, in VersionInfo version)
    {
        if (version.Name is not SoftwareCompatibility.ScampName)
        {
            string message = $"{scamp.RemoteIPAddress} runs {version}, not {SoftwareCompatibility.ScampName}: it has no chips.";
            throw new BoardBootException(message, BoardBootFailure.WrongSoftware) { LastVersion = version };
        }

        if (version.Core.Chip == ChipLocation.Root)
        {
            string message = $"The board at {scamp.RemoteIPAddress} is still finding its chips; ask again in a moment.";
            throw new BoardBootException(message, BoardBootFailure.StillInitialising) { LastVersion = version };
        }
    }

    /// <summary>Asks all chips over the one connection. Silent chips are waited for together.</summary>
    private static async Task<IReadOnlyList<ChipSurvey>> AskChipsAsync(
        ScampConnection scamp, ChipLocation[] chips, MachineDimensions dimensions, IProgress<SurveyProgress>? progress, CancellationToken cancellationToken)
    {
        int done = 0;
        var book = new ChipBook(SilentParts.Of(scamp), waits: false, wantsCoreMaps: false)
        {
            ChipDone = progress is null ? null : () => progress.Tell(new SurveyProgress(Interlocked.Increment(ref done), chips.Length)),
        };
        var asker = new ChipAsker(scamp, scamp.Settings.MaxWindow + 4, book);
        var geometry = new MachineGeometry(dimensions.Width, dimensions.Height);
        foreach (IGrouping<ChipLocation, ChipLocation> board in chips.GroupBy(geometry.GetNearestEthernet))
            asker.Add(board.Key, [.. board], isDoubtful: board.Key != scamp.Chip);

        await asker.RunAsync(Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        return [.. chips.Select(book.Known).Select(static chip => new ChipSurvey(chip.Chip, chip.Summary, chip.Error))];
    }
}
