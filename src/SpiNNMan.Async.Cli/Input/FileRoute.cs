using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Routing;

namespace SpiNNMan.Async.Cli.Input;

/// <summary>A route in a file.</summary>
/// <param name="Route">The route.</param>
/// <param name="Chip">The chip that it is for; <see langword="null"/> if the file does not say.</param>
/// <param name="ApplicationId">The application that had it; <see langword="null"/> if the file does not say.</param>
internal readonly record struct FileRoute(MulticastRoute Route, ChipLocation? Chip, byte? ApplicationId);
