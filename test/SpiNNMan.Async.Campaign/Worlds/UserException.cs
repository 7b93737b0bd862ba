namespace SpiNNMan.Async.Campaign.Worlds;

/// <summary>What the user's own code throws.</summary>
internal sealed class UserException(string message) : Exception(message);
