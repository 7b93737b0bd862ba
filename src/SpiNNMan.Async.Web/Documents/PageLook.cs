namespace SpiNNMan.Async.Web.Documents;

/// <summary>A machine at one moment, as the page shows it.</summary>
/// <param name="Number">Grows with each look.</param>
/// <param name="Time">The time of the look.</param>
/// <param name="Map">The name of the map that the cells are of.</param>
/// <param name="Mode">The content of the marks.</param>
/// <param name="Legend">The meaning of the marks.</param>
/// <param name="Shades">The shades of a mode that shows how much there is of something, from little to much.</param>
/// <param name="IsPast">Whether this is the past.</param>
/// <param name="IsSilent">Whether no board answers.</param>
/// <param name="Interval">The seconds between two looks.</param>
/// <param name="Facts">Lines about the whole machine.</param>
/// <param name="Packets">The traffic.</param>
/// <param name="Drops">The drops.</param>
/// <param name="Problems">The problems, the newest first.</param>
/// <param name="ProblemsLeftOut">How many more there are.</param>
/// <param name="Cells">The cells of the map.</param>
/// <param name="History">How far the past reaches.</param>
internal sealed record PageLook(
    long Number,
    string Time,
    string Map,
    string Mode,
    string Legend,
    IReadOnlyList<PageShade> Shades,
    bool IsPast,
    bool IsSilent,
    double Interval,
    IReadOnlyList<string> Facts,
    PageRate Packets,
    PageRate Drops,
    IReadOnlyList<PageProblem> Problems,
    int ProblemsLeftOut,
    IReadOnlyList<PageCell> Cells,
    PageHistory? History);
