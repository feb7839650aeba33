package org.banktransfer.service.planted.simulation;

/// Does nothing wrong.
public final class PlantedWorld {}
