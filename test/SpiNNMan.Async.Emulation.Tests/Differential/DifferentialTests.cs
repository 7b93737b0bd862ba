using System.Globalization;

namespace SpiNNMan.Async.Emulation.Tests.Differential;

/// <summary>
/// Random instructions and blocks on our core and on Unicorn. Where Unicorn is not installed, its outcomes are read from a file, which <see cref="Write_outcomes_of_Unicorn"/> writes. How many more
/// are compared is the environment variable EMULATION_CASES, with Unicorn only.
/// </summary>
internal sealed class DifferentialTests
{
    private const int Recorded = 20_000;
    private const string FileName = "unicorn-outcomes.bin";

    [Test]
    public void Recorded_outcomes_are_ours()
    {
        using Stream file = typeof(DifferentialTests).Assembly.GetManifestResourceStream(FileName)!;
        using BinaryReader reader = new(file);
        using CoreRunner core = new();
        int compared = 0;
        for (ulong seed = 0; seed < Recorded; seed++)
        {
            ulong expected = reader.ReadUInt64();
            MachineCase machineCase = new(seed);
            MachineOutcome? ours = core.Step(machineCase);
            if (expected == 0 || ours == null) continue;
            compared++;
            if (ours.Hash() != expected) ours = Afresh(machineCase, core);
            if (ours?.Hash() != expected) Assert.Fail($"{machineCase}\n  ours {ours}");
            if (machineCase.EndsWithBranch || machineCase.IsThumb) continue;
            Assert.That(core.Run(machineCase), Is.EqualTo(ours), machineCase.ToString());
        }

        Assert.That(compared, Is.GreaterThan(Recorded / 3));
    }

    [Test]
    public void Outcomes_are_those_of_Unicorn()
    {
        if (!UnicornRunner.IsInstalled) Assert.Ignore("Unicorn is not installed.");
        ulong count = ulong.Parse(Environment.GetEnvironmentVariable("EMULATION_CASES") ?? "5000", CultureInfo.InvariantCulture);
        ulong start = ulong.Parse(Environment.GetEnvironmentVariable("EMULATION_SEED") ?? "1000000", CultureInfo.InvariantCulture);
        List<string> differences = [];
        ulong instructions = 0;
        using CoreRunner core = new();
        for (ulong seed = start; instructions < count && differences.Count < 10; seed += MachineCase.Addresses)
        {
            using UnicornRunner unicorn = new(core);
            for (ulong next = seed; next < seed + MachineCase.Addresses && instructions < count; next++)
                instructions += Compare(new MachineCase(next), core, unicorn, differences);
        }

        Assert.That(differences, Is.Empty, string.Join("\n", differences));
        TestContext.Out.WriteLine($"{instructions} instructions compared");
    }

    [Test]
    [Explicit("Writes the outcomes that are compared where Unicorn is not installed, to the file that EMULATION_RECORD names.")]
    public void Write_outcomes_of_Unicorn()
    {
        using CoreRunner core = new();
        using UnicornRunner unicorn = new(core);
        using FileStream file = File.Create(Environment.GetEnvironmentVariable("EMULATION_RECORD")!);
        using BinaryWriter writer = new(file);
        for (ulong seed = 0; seed < Recorded; seed++)
        {
            MachineCase machineCase = new(seed);
            MachineOutcome? ours = core.Step(machineCase);
            MachineOutcome? theirs = ours == null ? null : unicorn.Run(machineCase);
            if (theirs != null && !theirs.Equals(ours)) theirs = CompareAfresh(machineCase, core).Theirs;
            writer.Write(theirs?.Hash() ?? 0);
        }
    }

    private static ulong Compare(MachineCase machineCase, CoreRunner core, UnicornRunner unicorn, List<string> differences)
    {
        MachineOutcome? ours = core.Step(machineCase);
        if (ours == null) return 0;
        MachineOutcome? theirs = unicorn.Run(machineCase);
        if (theirs == null) return 0;
        if (!ours.Equals(theirs))
        {
            // It may have translated this address before, on a way that a branch took; or the case read, or wrote, where code is.
            (ours, theirs) = CompareAfresh(machineCase, core);
            if (ours == null || theirs == null) return 0;
        }

        if (!ours.Equals(theirs)) differences.Add($"{machineCase}\n  ours    {ours}\n  unicorn {theirs}");
        return (ulong)machineCase.Code.Length;
    }

    private static (MachineOutcome? Ours, MachineOutcome? Theirs) CompareAfresh(MachineCase machineCase, CoreRunner core)
    {
        MachineOutcome? ours = Afresh(machineCase, core);
        core.ClearCode();
        core.Prepare(machineCase);
        using UnicornRunner fresh = new(core);
        return (ours, fresh.Run(machineCase));
    }

    private static MachineOutcome? Afresh(MachineCase machineCase, CoreRunner core)
    {
        core.ClearCode();
        return core.Step(machineCase);
    }
}
