using System.Net;

namespace SpiNNMan.Async.Spalloc.Server.Jobs;

/// <summary>Boards could not be switched.</summary>
/// <param name="bmp">The BMP that did not do it.</param>
/// <param name="inner">Why.</param>
internal sealed class BoardPowerException(IPAddress bmp, Exception? inner = null) : Exception($"Requests failed on BMP {bmp}", inner);
