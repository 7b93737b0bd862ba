using SpiNNMan.Async.Conformance;

if (args is not [var folder])
{
    Console.Error.WriteLine("One argument is needed: the folder with the vector files.");
    return 2;
}

return ConformanceRunner.Run(folder, Console.Out) ? 0 : 1;
