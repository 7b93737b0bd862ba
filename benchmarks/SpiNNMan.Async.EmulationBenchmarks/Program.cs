using System.Globalization;
using BenchmarkDotNet.Running;
using SpiNNMan.Async.EmulationBenchmarks;

switch (args)
{
    case ["side-by-side", .. string[] rest]:
        SideBySide.Run(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 5, rest.Length > 1 ? rest[1] : null);
        break;
    case ["start-up", string ahead]:
        SideBySide.StartUp(TimeSpan.FromMilliseconds(int.Parse(ahead, CultureInfo.InvariantCulture)));
        break;
    case ["machine", string program, string chips, string seconds]:
        await WholeMachines.MeasureAsync(program, int.Parse(chips, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
        break;
    case ["load", string program, .. string[] rest]:
        await WholeMachines.LoadAsync(program, rest.Length > 0 ? double.Parse(rest[0], CultureInfo.InvariantCulture) : 1);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(SideBySide).Assembly).Run(args);
        break;
}
