using SpiNNMan.Async.Simulation;

namespace SpiNNMan.Async.Campaign.Plans;

/// <summary>Makes plans of worlds.</summary>
internal static class PlanMaker
{
    private static readonly StepKind[] s_connection =
    [
        StepKind.ReadSmall, StepKind.ReadSmall, StepKind.ReadSmall, StepKind.ReadLarge, StepKind.WriteAndRead, StepKind.ReadWord, StepKind.Version, StepKind.ChipInfo,
        StepKind.Tag, StepKind.Allocate, StepKind.Allocate, StepKind.Led, StepKind.Receive,
    ];

    private static readonly StepKind[] s_transceiver =
    [
        StepKind.ReadSmall, StepKind.WriteAndRead, StepKind.Iobufs, StepKind.CoreInfos, StepKind.Heap, StepKind.Routes, StepKind.AllocateAndFree, StepKind.FreeOfApplication, StepKind.FreeOfApplication,
        StepKind.CountCores, StepKind.Tags, StepKind.Variables, StepKind.Stream, StepKind.Session, StepKind.P2PTable, StepKind.Diagnostics, StepKind.Discover,
    ];

    private static readonly StepKind[] s_looks = [StepKind.Iobufs, StepKind.Heap, StepKind.CoreInfos, StepKind.Variables];

    private static readonly StepKind[] s_liveTags = [StepKind.LiveTag];

    private static readonly FaultKind[] s_wireFaults =
    [
        FaultKind.Loss, FaultKind.Duplication, FaultKind.Reordering, FaultKind.Corruption, FaultKind.Mutation, FaultKind.Busy, FaultKind.Mute, FaultKind.Gone,
    ];

    private static readonly FaultKind[] s_lasting =
        [FaultKind.Loss, FaultKind.Duplication, FaultKind.Reordering, FaultKind.Corruption, FaultKind.Mutation, FaultKind.Mutation, FaultKind.Busy];

    private static readonly FaultKind[] s_allFaults = Enum.GetValues<FaultKind>();
    private static readonly OptionKind[] s_options = Enum.GetValues<OptionKind>();

    public static WorldPlan Make(int seed)
    {
        var random = new Random(seed);
        ClientKind client = random.Next(10) switch
        {
            < 5 => ClientKind.Connection,
            < 9 => ClientKind.Transceiver,
            _ => ClientKind.LiveTags,
        };
        BoardType board = random.Next(12) == 0 ? BoardType.Spin5 : BoardType.Spin3;
        TimeSpan length = TimeSpan.FromSeconds(random.Next(30, 300));
        List<Option> options = MakeOptions(random);
        List<Fault> faults = MakeFaults(random, length);
        List<Step> steps = MakeSteps(random, client, length);
        AddStepsBeforePauses(random, client, faults, steps);
        if (client == ClientKind.Transceiver)
            AddStepsAfterLies(random, faults, steps);

        return new WorldPlan(seed, client, board, options, faults, steps);
    }

    private static List<Option> MakeOptions(Random random)
    {
        List<Option> options = [];
        for (int count = random.Next(2) == 0 ? 0 : random.Next(1, 5); count > 0; count--)
        {
            OptionKind kind = s_options[random.Next(s_options.Length)];
            bool isRare = kind is OptionKind.NoNetwork or OptionKind.NoPinger or OptionKind.NoClock or OptionKind.NoLoggers;
            if (options.TrueForAll(option => option.Kind != kind) && (!isRare || random.Next(5) == 0))
                options.Add(new Option(options.Count, kind, random.Next()));
        }

        return options;
    }

    private static List<Fault> MakeFaults(Random random, TimeSpan length)
    {
        List<Fault> faults = [];

        // Some networks are never good.
        if (random.Next(4) == 0)
            faults.Add(new Fault(0, s_lasting[random.Next(s_lasting.Length)], TimeSpan.FromSeconds(random.Next(2) * 3), length, 0.3 * random.NextDouble(), random.Next()));

        int count = random.Next(8) == 0 ? 0 : random.Next(1, 7);
        while (faults.Count < count)
        {
            FaultKind[] kinds = random.Next(5) < 2 ? s_allFaults : s_wireFaults;
            FaultKind kind = kinds[random.Next(kinds.Length)];
            bool isRare = kind is FaultKind.Disposal or FaultKind.ReceiveThrows or FaultKind.Restart;
            if (isRare && random.Next(2) == 0)
                continue;

            TimeSpan at = random.Next(6) == 0 ? TimeSpan.Zero : length * random.NextDouble();
            double seconds = Math.Pow(10, (random.NextDouble() * 3) - 1.5);
            TimeSpan duration = kind switch
            {
                FaultKind.Pause => TimeSpan.FromSeconds(Math.Pow(10, random.NextDouble() * 2.2)),
                FaultKind.Leap => random.Next(4) == 0 ? TimeSpan.FromDays(3650) : TimeSpan.FromHours(random.NextDouble() * 3),
                _ => TimeSpan.FromSeconds(seconds),
            };
            double strength = random.Next(4) == 0 ? 1 : random.NextDouble() * random.NextDouble();
            faults.Add(new Fault(faults.Count, kind, at, duration, strength, random.Next()));

            // What is lost just before a pause is what a pause can hurt.
            if (kind == FaultKind.Pause && random.Next(2) == 0)
                faults.Add(new Fault(faults.Count, FaultKind.Loss, at - TimeSpan.FromMilliseconds(2 + (random.NextDouble() * 200)), TimeSpan.FromMilliseconds(250), 1, random.Next()));
        }

        return faults;
    }

    /// <summary>Somebody is in the middle of something when the process is stopped, or the clock leaps.</summary>
    private static void AddStepsBeforePauses(Random random, ClientKind client, List<Fault> faults, List<Step> steps)
    {
        int caller = steps.Max(static step => step.Caller) + 1;
        foreach (Fault fault in faults.Where(static fault => fault.Kind is FaultKind.Pause or FaultKind.Leap))
        {
            for (int count = random.Next(4); count > 0 && client != ClientKind.LiveTags; count--)
            {
                TimeSpan think = fault.At - TimeSpan.FromMilliseconds(30 * random.NextDouble());
                steps.Add(new Step(steps.Count, caller++, StepKind.ReadSmall, think > TimeSpan.Zero ? think : TimeSpan.Zero, CancelAfter: null, random.Next()));
            }
        }
    }

    /// <summary>Somebody looks at what is not so.</summary>
    private static void AddStepsAfterLies(Random random, List<Fault> faults, List<Step> steps)
    {
        int caller = steps.Max(static step => step.Caller) + 1;
        foreach (Fault fault in faults.Where(static fault => fault.Kind is FaultKind.Lie))
        {
            foreach (StepKind kind in s_looks)
                steps.Add(new Step(steps.Count, caller++, kind, fault.At + TimeSpan.FromSeconds(2 * random.NextDouble()), CancelAfter: null, random.Next()));
        }
    }

    private static List<Step> MakeSteps(Random random, ClientKind client, TimeSpan length)
    {
        List<Step> steps = [];
        int callers = random.Next(3) switch
        {
            0 => 1,
            1 => random.Next(2, 8),
            _ => random.Next(8, 41),
        };
        StepKind[] kinds = client switch
        {
            ClientKind.Connection => s_connection,
            ClientKind.Transceiver => s_transceiver,
            _ => s_liveTags,
        };
        if (client != ClientKind.Connection)
            callers = Math.Min(callers, client == ClientKind.LiveTags ? 3 : 6);

        int each = client == ClientKind.Connection ? random.Next(4, 40) : random.Next(2, 12);
        for (int caller = 0; caller < callers; caller++)
        {
            for (int index = 0; index < each; index++)
            {
                StepKind kind = kinds[random.Next(kinds.Length)];
                if (client == ClientKind.Connection && random.Next(150) == 0)
                    kind = random.Next(8) == 0 ? StepKind.OwnRequests : StepKind.ProgressThrows;

                TimeSpan think = random.Next(3) == 0 ? TimeSpan.Zero : 2 * length / each * random.NextDouble();
                TimeSpan? cancelAfter = random.Next(8) == 0 ? TimeSpan.FromSeconds(Math.Pow(10, (random.NextDouble() * 5) - 4.5)) : null;
                steps.Add(new Step(steps.Count, caller, kind, think, cancelAfter, random.Next()));
            }
        }

        return steps;
    }
}
